package dev.mixer.engine.config.spec;

/** The value types of the vocabulary, as a manifest names them. */
public enum DeclaredType {
    STRING,
    INT64,
    DOUBLE,
    BOOL,
    TIMESTAMP,
    IP_ADDRESS,
    EMAIL_ADDRESS,
    URI,
    DNS_NAME,
    DURATION,
    STRING_MAP
}
