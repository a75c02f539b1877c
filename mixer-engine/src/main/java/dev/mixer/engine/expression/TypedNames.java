package dev.mixer.engine.expression;

import dev.mixer.spi.DnsName;
import dev.mixer.spi.EmailAddress;
import org.jspecify.annotations.Nullable;

/** DNS names and e-mail addresses from texts that may be neither. */
final class TypedNames {
    private TypedNames() {}

    /** The name, or null. */
    static @Nullable DnsName dnsName(String text) {
        try {
            return text.length() > 1000 ? null : DnsName.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The address, or null. */
    static @Nullable EmailAddress email(String text) {
        try {
            return text.indexOf('@') < 0 ? null : EmailAddress.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
