package dev.mixer.spi;

import java.net.IDN;
import java.util.Locale;

/**
 * A host name (RFC 1035, IDNA 2003 for other letters). Two are equal without case and without a trailing dot.
 *
 * @param value ASCII form, lower case, no trailing dot
 */
public record DnsName(String value) {
    public DnsName {
        value = normalise(value);
    }

    /**
     * Reads a name.
     *
     * @throws IllegalArgumentException if {@code text} is none
     */
    public static DnsName parse(String text) {
        return new DnsName(text);
    }

    @Override
    public String toString() {
        return value;
    }

    private static String normalise(String text) {
        String bare = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        String ascii;
        try {
            ascii = IDN.toASCII(bare, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not a DNS name: " + e.getMessage(), e);
        }
        if (ascii.isEmpty() || ascii.length() > 253 || !labelsAreWellFormed(ascii)) {
            throw new IllegalArgumentException("'" + text + "' is not a DNS name");
        }
        return ascii;
    }

    private static boolean labelsAreWellFormed(String name) {
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || name.charAt(i) == '.') {
                int length = i - start;
                if (length == 0 || length > 63 || name.charAt(start) == '-' || name.charAt(i - 1) == '-') {
                    return false;
                }
                start = i + 1;
            } else if (!isLabelCharacter(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLabelCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '*';
    }
}
