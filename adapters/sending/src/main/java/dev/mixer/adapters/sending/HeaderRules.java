package dev.mixer.adapters.sending;

import dev.mixer.spi.Secret;
import java.util.Map;
import java.util.regex.Pattern;

/** What a header of a request may be (RFC 9110, 5.1 and 5.5). */
public final class HeaderRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern RESERVED =
            Pattern.compile("(?i)connection|content-length|content-type|content-encoding|expect|host|upgrade");

    private HeaderRules() {}

    /**
     * Checks all of them.
     *
     * @throws IllegalArgumentException naming the header, never its value
     */
    public static void check(Map<String, Secret> headers) {
        headers.forEach((name, value) -> {
            if (!NAME.matcher(name).matches() || RESERVED.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "headers: '" + name + "' is no name of a header, or is set by the" + " adapter itself");
            }
            if (!value.reveal().chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\t')) {
                throw new IllegalArgumentException(
                        "headers: the value of " + name + " holds characters beyond printable ASCII");
            }
        });
    }
}
