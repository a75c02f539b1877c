package dev.mixer.engine.template;

import dev.mixer.engine.attribute.ValueType;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.DnsName;
import dev.mixer.spi.EmailAddress;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Turns the engine's values into the SPI's {@link AttributeValue}. */
final class Wrapping {
    private Wrapping() {}

    @SuppressWarnings("unchecked") // STRING_MAP values are maps of strings
    static AttributeValue of(ValueType type, Object value) {
        return switch (type) {
            case STRING -> new AttributeValue.Text((String) value);
            case INT64 -> new AttributeValue.Int64((Long) value);
            case DOUBLE -> new AttributeValue.Float64((Double) value);
            case BOOL -> new AttributeValue.Bool((Boolean) value);
            case TIMESTAMP -> new AttributeValue.Timestamp((Instant) value);
            case DURATION -> new AttributeValue.Span((Duration) value);
            case IP_ADDRESS -> new AttributeValue.Ip((InetAddress) value);
            case EMAIL_ADDRESS -> new AttributeValue.Email((EmailAddress) value);
            case URI -> new AttributeValue.Link((URI) value);
            case DNS_NAME -> new AttributeValue.Dns((DnsName) value);
            case STRING_MAP -> new AttributeValue.TextMap((Map<String, String>) value);
        };
    }
}
