package dev.mixer.engine.attribute;

import dev.mixer.spi.DnsName;
import dev.mixer.spi.EmailAddress;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The value types of the Mixer API and the one Java type that carries values of each inside the engine. */
public enum ValueType {
    STRING(1, String.class),
    INT64(2, Long.class),
    DOUBLE(3, Double.class),
    BOOL(4, Boolean.class),
    TIMESTAMP(5, Instant.class),
    /** An IPv4-mapped IPv6 address is carried as its IPv4 address, which {@link InetAddress#getByAddress} sees to. */
    IP_ADDRESS(6, InetAddress.class),
    EMAIL_ADDRESS(7, EmailAddress.class),
    URI(8, URI.class),
    DNS_NAME(9, DnsName.class),
    DURATION(10, Duration.class),
    STRING_MAP(11, Map.class);

    private final int number;
    private final Class<?> javaType;

    ValueType(int number, Class<?> javaType) {
        this.number = number;
        this.javaType = javaType;
    }

    /** The number in the Mixer API. */
    public int number() {
        return number;
    }

    /** The Java type of values; a {@code Map<String, String>} for STRING_MAP. */
    public Class<?> javaType() {
        return javaType;
    }
}
