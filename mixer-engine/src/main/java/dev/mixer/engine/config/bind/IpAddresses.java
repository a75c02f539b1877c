package dev.mixer.engine.config.bind;

import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * Textual addresses in their strict form: no octal, hex or short IPv4 forms, no zones, no blanks, so that no two readers
 * see two addresses. An IPv4-mapped IPv6 address is its IPv4 address.
 */
final class IpAddresses {
    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:]*(?:" + IPV4.pattern() + ")?");

    private IpAddresses() {}

    static InetAddress parse(String text) {
        if (IPV4.matcher(text).matches() || IPV6.matcher(text).matches()) {
            try {
                return InetAddress.ofLiteral(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(notAnAddress(text), e);
            }
        }
        throw new IllegalArgumentException(notAnAddress(text));
    }

    private static String notAnAddress(String text) {
        String reason = text.contains("%")
                ? "; zones are not allowed"
                : text.contains("/") ? "; a range of addresses cannot stand here" : "";
        return "'" + text + "' is not an IP address such as 10.0.0.1 or 2001:db8::1" + reason;
    }
}
