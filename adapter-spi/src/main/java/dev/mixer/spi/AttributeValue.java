package dev.mixer.spi;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A typed value, where a template's field takes any type; the cases are the value types of the attribute vocabulary. */
public sealed interface AttributeValue {
    /** STRING. */
    record Text(String value) implements AttributeValue {
        public Text {
            requireNonNull(value, "value");
        }
    }

    /** INT64. */
    record Int64(long value) implements AttributeValue {}

    /** DOUBLE. */
    record Float64(double value) implements AttributeValue {}

    /** BOOL. */
    record Bool(boolean value) implements AttributeValue {}

    /** TIMESTAMP. */
    record Timestamp(Instant value) implements AttributeValue {
        public Timestamp {
            requireNonNull(value, "value");
        }
    }

    /** DURATION. */
    record Span(Duration value) implements AttributeValue {
        public Span {
            requireNonNull(value, "value");
        }
    }

    /** IP_ADDRESS; an IPv4-mapped IPv6 address is its IPv4 address. */
    record Ip(InetAddress value) implements AttributeValue {
        public Ip {
            requireNonNull(value, "value");
        }
    }

    /** EMAIL_ADDRESS. */
    record Email(EmailAddress value) implements AttributeValue {
        public Email {
            requireNonNull(value, "value");
        }
    }

    /** URI. */
    record Link(URI value) implements AttributeValue {
        public Link {
            requireNonNull(value, "value");
        }
    }

    /** DNS_NAME. */
    record Dns(DnsName value) implements AttributeValue {
        public Dns {
            requireNonNull(value, "value");
        }
    }

    /** STRING_MAP. */
    record TextMap(Map<String, String> value) implements AttributeValue {
        public TextMap {
            value = Map.copyOf(value);
        }
    }

    /** The value as text, for labels and lines: durations as {@code 1.5s}, maps as {@code {a=b}} in key order. */
    default String toText() {
        return switch (this) {
            case Text(var text) -> text;
            case Int64(var number) -> Long.toString(number);
            case Float64(var number) -> Double.toString(number);
            case Bool(var flag) -> Boolean.toString(flag);
            case Timestamp(var instant) -> instant.toString();
            case Span(var duration) -> DurationText.of(duration);
            case Ip(var address) -> address.getHostAddress();
            case Email(var address) -> address.toString();
            case Link(var uri) -> uri.toString();
            case Dns(var name) -> name.toString();
            case TextMap(var map) -> new java.util.TreeMap<>(map).toString();
        };
    }
}
