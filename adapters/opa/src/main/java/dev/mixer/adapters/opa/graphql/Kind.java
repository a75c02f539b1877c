package dev.mixer.adapters.opa.graphql;

/** What a value is; the ordinals are the numbers in trees. */
enum Kind {
    VARIABLE,
    INT,
    FLOAT,
    STRING,
    BLOCK,
    BOOLEAN,
    NULL,
    ENUM,
    LIST,
    OBJECT
}
