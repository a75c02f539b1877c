package dev.mixer.server.front.ratelimit;

import dev.mixer.engine.config.settings.RateLimits;
import dev.mixer.engine.ratelimit.RateDecision;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.Code;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.DescriptorStatus;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.RateLimit;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Writes a {@code RateLimitResponse}. Envoy makes x-ratelimit headers of the statuses where its filter is told to, but never
 * retry-after, so that is written here.
 */
final class RateReply {
    private static final long MOST = 0xFFFF_FFFFL;

    private RateReply() {}

    /** The answer where something went wrong that nobody thought of. */
    static RateLimitResponse failed(RateLimits settings) {
        return write(RateDecision.of(true, List.of()), settings).build();
    }

    static RateLimitResponse of(RateDecision decision, RateLimitRequest request, RateLimits settings) {
        var reply = write(decision, settings);
        if (settings.dynamicMetadata()) {
            reply.setDynamicMetadata(DynamicMetadata.of(request, decision));
        }
        return reply.build();
    }

    private static RateLimitResponse.Builder write(RateDecision decision, RateLimits settings) {
        var reply = RateLimitResponse.newBuilder().setOverallCode(code(decision.over()));
        decision.statuses().forEach(status -> reply.addStatuses(status(status)));
        if (decision.over()) {
            add(reply, "retry-after", Math.max(1, seconds(decision.retryAfter())));
        }
        if (settings.responseHeaders()) {
            addLimit(reply, decision, settings);
        }
        return reply;
    }

    private static void addLimit(RateLimitResponse.Builder reply, RateDecision decision, RateLimits settings) {
        var nearest = decision.statuses().stream()
                .filter(status -> status.limit() != null)
                .min(Comparator.comparing(RateDecision.Status::over)
                        .reversed()
                        .thenComparingLong(RateDecision.Status::remaining));
        var limit = nearest.map(RateDecision.Status::limit);
        if (nearest.isPresent() && limit.isPresent()) {
            add(reply, settings.limitHeader(), limit.get().requests());
            add(reply, settings.remainingHeader(), nearest.get().remaining());
            add(reply, settings.resetHeader(), seconds(nearest.get().resetIn()));
        }
    }

    private static void add(RateLimitResponse.Builder reply, String name, long value) {
        reply.addResponseHeadersToAdd(HeaderValue.newBuilder().setKey(name).setValue(Long.toString(value)));
    }

    /** Up, so that whoever waits does not come too early. */
    private static long seconds(Duration duration) {
        return duration.toNanosPart() > 0 ? duration.toSeconds() + 1 : duration.toSeconds();
    }

    private static Code code(boolean over) {
        return over ? Code.OVER_LIMIT : Code.OK;
    }

    private static DescriptorStatus status(RateDecision.Status status) {
        var written = DescriptorStatus.newBuilder().setCode(code(status.over())).setLimitRemaining((int)
                Math.min(MOST, status.remaining()));
        var limit = status.limit();
        if (limit != null) {
            written.setCurrentLimit(RateLimit.newBuilder()
                            .setName(status.name())
                            .setRequestsPerUnit((int) limit.requests())
                            .setUnit(RateLimit.Unit.valueOf(limit.unit().name())))
                    .setDurationUntilReset(com.google.protobuf.Duration.newBuilder()
                            .setSeconds(status.resetIn().toSeconds())
                            .setNanos(status.resetIn().toNanosPart()));
        }
        return written.build();
    }
}
