package dev.mixer.adapters.opa.builtin;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** The formats of JSON Schema that are checked; a text of any other format is taken. */
final class SchemaFormats {
    private static final Pattern HOST = Pattern.compile("^([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\\-]{0,61}[a-zA-Z0-9])"
            + "(\\.([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\\-]{0,61}[a-zA-Z0-9]))*$");
    private static final Pattern UUID =
            Pattern.compile("^(?i)[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$");
    private static final Pattern MAIL = Pattern.compile("^[^@\\s<>]+@[^@\\s<>]+$");

    private SchemaFormats() {}

    static boolean matches(String format, String text) {
        return switch (format) {
            case "date" -> isTime("2006-01-02", text);
            case "time" -> isTime("15:04:05Z07:00", text) || isTime("15:04:05", text);
            case "date-time" -> isTime("RFC3339", text);
            case "hostname" -> text.length() < 256 && HOST.matcher(text).find();
            case "email", "idn-email" -> MAIL.matcher(text).find();
            case "ipv4" -> text.indexOf(':') < 0 && IpAddress.read(text) != null;
            case "ipv6" -> text.indexOf(':') >= 0 && IpAddress.read(text) != null;
            case "uri" -> isUri(text, true);
            case "uri-reference" -> isUri(text, false);
            case "uuid" -> UUID.matcher(text).find();
            case "regex" -> isPattern(text);
            default -> true;
        };
    }

    private static boolean isTime(String layout, String text) {
        try {
            GoTimeReader.read(GoLayout.named(layout), text);
            return true;
        } catch (BuiltinException e) {
            return false;
        }
    }

    private static boolean isUri(String text, boolean absolute) {
        try {
            var uri = UriBuiltins.parse(text);
            return text.indexOf('\\') < 0 && (!absolute || uri.get("scheme") != null);
        } catch (BuiltinException e) {
            return false;
        }
    }

    private static boolean isPattern(String text) {
        try {
            Pattern.compile(text);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
