package dev.mixer.engine.expression;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Points in time as RFC 3339 writes them. */
final class TimestampText {
    // Matched before the parser is asked, so that most malformed texts cost no exception and ISO 8601's wider forms
    // fail.
    private static final Pattern FORM =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})");

    private TimestampText() {}

    /** The point in time, or null. */
    static @Nullable Instant parse(String text) {
        if (text.length() > 40 || !FORM.matcher(text).matches()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
