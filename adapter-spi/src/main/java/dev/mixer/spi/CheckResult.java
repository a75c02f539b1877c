package dev.mixer.spi;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One handler's answer to one check.
 *
 * @param status the outcome; {@link Status#isOk()} lets the request through
 * @param validFor how long callers may reuse the answer; zero forbids reuse, never negative
 * @param validUses how many requests may reuse the answer (a count, not a rate); zero forbids reuse, never negative
 * @param headers header operations, in order; applied only where the joined decision is the one that they belong to
 * @param response what the caller of the sidecar sees instead of the application, with a denial; absent: the front's
 *     usual response for the status
 * @param output the record that the template declares, read as {@code ACTION.output.FIELD}; absent: none
 * @param metadata a JSON object that goes along with the answer where the front can carry it, as Envoy's dynamic metadata;
 *     absent: none. Names that the host itself uses there are the host's
 * @param detail what led to the answer, for an explanation; called only for one, on any thread; absent: nothing
 */
public record CheckResult(
        Status status,
        Duration validFor,
        int validUses,
        List<HeaderOperation> headers,
        @Nullable DirectResponse response,
        @Nullable Record output,
        @Nullable String metadata,
        @Nullable Supplier<String> detail) {
    /** The lifetime of an answer that nothing limits: what callers get where no rule applies. */
    public static final Duration DEFAULT_LIFETIME = Duration.ofSeconds(60);

    /** The use count of an answer that nothing limits. */
    public static final int DEFAULT_USES = 10_000;

    /** The answer of a handler without an opinion: it joins nothing, neither status nor lifetime. */
    public static final CheckResult NO_OPINION =
            new CheckResult(Status.OK, Duration.ofSeconds(Long.MAX_VALUE), Integer.MAX_VALUE);

    public CheckResult {
        requireNonNull(status, "status");
        requireNonNull(validFor, "validFor");
        if (validFor.isNegative() || validUses < 0) {
            throw new IllegalArgumentException("negative lifetime: " + validFor + ", " + validUses + " uses");
        }
        headers = List.copyOf(headers);
    }

    /** An answer without header operations, response or output. */
    public CheckResult(Status status, Duration validFor, int validUses) {
        this(status, validFor, validUses, List.of(), null, null, null, null);
    }

    /** Lets the request through, for {@link #DEFAULT_LIFETIME} and {@link #DEFAULT_USES}. */
    public static CheckResult ok() {
        return of(Status.OK);
    }

    /** Refuses the request with PERMISSION_DENIED. */
    public static CheckResult denied(String message) {
        return of(Status.of(Status.Code.PERMISSION_DENIED, message));
    }

    /** Answers with {@code status}, for {@link #DEFAULT_LIFETIME} and {@link #DEFAULT_USES}. */
    public static CheckResult of(Status status) {
        return new CheckResult(status, DEFAULT_LIFETIME, DEFAULT_USES);
    }

    /** This answer with another lifetime and use count. */
    public CheckResult validFor(Duration duration, int uses) {
        return new CheckResult(status, duration, uses, headers, response, output, metadata, detail);
    }

    /** This answer with header operations. */
    public CheckResult withHeaders(List<HeaderOperation> operations) {
        return new CheckResult(status, validFor, validUses, operations, response, output, metadata, detail);
    }

    /** This answer with a response of its own. */
    public CheckResult withResponse(DirectResponse direct) {
        return new CheckResult(status, validFor, validUses, headers, direct, output, metadata, detail);
    }

    /** This answer with the output that its template declares. */
    public CheckResult withOutput(Record value) {
        return new CheckResult(status, validFor, validUses, headers, response, value, metadata, detail);
    }

    /** This answer with a JSON object for those who read Envoy's dynamic metadata. */
    public CheckResult withMetadata(String json) {
        return new CheckResult(status, validFor, validUses, headers, response, output, json, detail);
    }

    /** This answer with what led to it. It must name no secrets: people read it. */
    public CheckResult withDetail(Supplier<String> explanation) {
        return new CheckResult(status, validFor, validUses, headers, response, output, metadata, explanation);
    }
}
