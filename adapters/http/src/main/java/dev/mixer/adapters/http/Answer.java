package dev.mixer.adapters.http;

import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AdapterException.Kind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What a server has said about one request.
 *
 * @param kind whether the same request may be taken later
 * @param reason for the operator, in one line
 * @param retryAfter how long the server wants to be left alone
 */
record Answer(Kind kind, String reason, Optional<Duration> retryAfter) {
    private static final int LONGEST_TEXT = 200;
    private static final int DIGITS = 9;

    static boolean isTaken(int status) {
        return status >= 200 && status < 300;
    }

    /**
     * The meaning of a status that is not 2xx. What an operator can cure at the server or in the configuration is
     * transient.
     *
     * @param text the beginning of the body
     */
    static Answer of(String url, int status, Optional<String> retryAfter, String text, Instant now) {
        var said = url + " answered " + status + (text.isBlank() ? "" : ": " + line(text));
        return switch (status) {
            case 401, 403, 407 -> new Answer(Kind.TRANSIENT, said + "; it does not let this host in", Optional.empty());
            case 404, 405, 410 -> new Answer(Kind.TRANSIENT, said + "; is the URL right?", Optional.empty());
            case 408, 425, 429 -> new Answer(Kind.TRANSIENT, said, pause(retryAfter, now));
            default ->
                status >= 400 && status < 500
                        ? new Answer(Kind.PERMANENT, said, Optional.empty())
                        : new Answer(Kind.TRANSIENT, said, pause(retryAfter, now));
        };
    }

    /** A redirect, which is not followed: secrets and records go where the configuration says. */
    static Answer redirect(String url, int status, Optional<String> location) {
        return new Answer(
                Kind.TRANSIENT,
                url + " answered " + status + ", a redirect to "
                        + location.map(Answer::line).orElse("nowhere") + ", which is not followed",
                Optional.empty());
    }

    AdapterException toException() {
        if (kind == Kind.PERMANENT) {
            return AdapterException.permanent(reason, null);
        }
        return retryAfter
                .map(pause -> AdapterException.transientFailure(reason, null, pause))
                .orElseGet(() -> AdapterException.transientFailure(reason, null));
    }

    /** Seconds or a date (RFC 9110, 10.2.3). */
    private static Optional<Duration> pause(Optional<String> retryAfter, Instant now) {
        return retryAfter
                .map(String::strip)
                .flatMap(text -> {
                    if (!text.isEmpty()
                            && text.length() <= DIGITS
                            && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                        return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
                    }
                    try {
                        var until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
                        return Optional.of(Duration.between(now, until));
                    } catch (DateTimeException e) {
                        return Optional.empty();
                    }
                })
                .filter(Duration::isPositive);
    }

    private static String line(String text) {
        var line = new StringBuilder();
        text.strip()
                .lines()
                .findFirst()
                .orElse("")
                .codePoints()
                .limit(LONGEST_TEXT)
                .forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return line.toString();
    }
}
