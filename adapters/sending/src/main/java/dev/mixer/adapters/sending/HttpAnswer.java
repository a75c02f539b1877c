package dev.mixer.adapters.sending;

import dev.mixer.spi.AdapterException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a server answered to a POST.
 *
 * @param body not copied
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HttpAnswer(URI uri, int status, HttpHeaders headers, byte[] body) {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);
    private static final int SHOWN = 200;

    /** Whether the server took the request. */
    public boolean succeeded() {
        return status / 100 == 2;
    }

    /** A failure that a later attempt may cure, not before the server wants one (Retry-After, RFC 9110, 10.2.3). */
    public AdapterException transientFailure(InstantSource clock) {
        var wait = retryAfter(clock);
        return wait.isPresent()
                ? AdapterException.transientFailure(describe(), null, wait.get())
                : AdapterException.transientFailure(describe(), null);
    }

    /** A failure that the request itself is the reason for. */
    public AdapterException permanentFailure() {
        return AdapterException.permanent(describe(), null);
    }

    /** How long the server wants to be left alone, at most a day; empty where it did not say or nobody can read it. */
    public Optional<Duration> retryAfter(InstantSource clock) {
        return headers.firstValue("Retry-After")
                .flatMap(text -> wait(text.strip(), clock))
                .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }

    private static Optional<Duration> wait(String text, InstantSource clock) {
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            var date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            var wait = Duration.between(clock.instant(), date.toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private String describe() {
        var text = new String(body, StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
        var shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        return uri + " answered with status " + status + (shown.isEmpty() ? "" : ": " + shown);
    }
}
