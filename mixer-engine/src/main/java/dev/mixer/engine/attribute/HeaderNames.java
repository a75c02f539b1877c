package dev.mixer.engine.attribute;

/**
 * The one way in which header names lose their case (contract C3): A to Z become a to z and nothing else changes. Java's
 * own ways differ from each other, and from the sidecar's, for letters such as the Kelvin sign and the long s.
 */
public final class HeaderNames {
    private HeaderNames() {}

    /** The name in lower case; the same object where it is already. */
    public static String fold(String name) {
        int first = 0;
        while (first < name.length() && fold(name.charAt(first)) == name.charAt(first)) {
            first++;
        }
        if (first == name.length()) {
            return name;
        }
        var chars = name.toCharArray();
        for (int i = first; i < chars.length; i++) {
            chars[i] = fold(chars[i]);
        }
        return new String(chars);
    }

    /** Whether two names are the same header's, without making a text. */
    public static boolean same(String left, String right) {
        if (left.length() != right.length()) {
            return false;
        }
        for (int i = 0; i < left.length(); i++) {
            if (fold(left.charAt(i)) != fold(right.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static char fold(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
    }
}
