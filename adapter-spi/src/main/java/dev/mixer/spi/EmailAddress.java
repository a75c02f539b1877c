package dev.mixer.spi;

import java.util.Locale;

/**
 * An e-mail address (RFC 5322 addr-spec). Two are equal when their local parts are and their domains are without case.
 *
 * @param local what stands before the last {@code @}
 * @param domain what stands after it, lower case
 */
public record EmailAddress(String local, String domain) {
    public EmailAddress {
        if (local.isEmpty() || domain.isEmpty() || domain.indexOf('@') >= 0 || hasBlank(local) || hasBlank(domain)) {
            throw new IllegalArgumentException("'" + local + "@" + domain + "' is not an e-mail address");
        }
        domain = domain.toLowerCase(Locale.ROOT);
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if {@code text} is none
     */
    public static EmailAddress parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("'" + text + "' is not an e-mail address: it has no @");
        }
        return new EmailAddress(text.substring(0, at), text.substring(at + 1));
    }

    @Override
    public String toString() {
        return local + "@" + domain;
    }

    private static boolean hasBlank(String text) {
        return text.chars().anyMatch(c -> c <= ' ' || c == 127);
    }
}
