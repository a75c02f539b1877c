package dev.mixer.server.front.ratelimit;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mixer.engine.config.ratelimit.RateUnit;
import dev.mixer.engine.dispatch.InvalidRequestException;
import dev.mixer.engine.ratelimit.RateDescriptor;
import dev.mixer.engine.ratelimit.RateLimit;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.type.v3.RateLimitUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sidecar asks.
 *
 * @param message as it came
 * @param descriptors what is asked about, at least one
 */
record RateRequest(RateLimitRequest message, List<RateDescriptor> descriptors) {
    /** {@code is_negative_hits}, which the classes of this version do not know yet. */
    private static final int NEGATIVE_HITS_FIELD = 4;

    static RateRequest parse(byte[] message, int most) throws InvalidRequestException {
        if (message.length > most) {
            throw new InvalidRequestException("the request is larger than " + most + " bytes");
        }
        RateLimitRequest request;
        try {
            request = RateLimitRequest.parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidRequestException("the message is no valid protobuf");
        }
        if (request.getDomain().isEmpty()) {
            throw new InvalidRequestException("domain must not be empty");
        }
        if (request.getDescriptorsCount() == 0) {
            throw new InvalidRequestException("descriptors must not be empty");
        }
        long usual = Integer.toUnsignedLong(request.getHitsAddend());
        var descriptors = new java.util.ArrayList<RateDescriptor>();
        for (var descriptor : request.getDescriptorsList()) {
            descriptors.add(descriptor(descriptor, usual == 0 ? 1 : usual));
        }
        return new RateRequest(request, descriptors);
    }

    private static RateDescriptor descriptor(RateLimitDescriptor descriptor, long usual)
            throws InvalidRequestException {
        var entries = descriptor.getEntriesList().stream()
                .map(entry -> new RateDescriptor.Entry(entry.getKey(), entry.getValue()))
                .toList();
        if (entries.isEmpty()) {
            throw new InvalidRequestException("a descriptor needs entries");
        }
        long hits = descriptor.hasHitsAddend() ? descriptor.getHitsAddend().getValue() : usual;
        if (hits < 0) {
            hits = Long.MAX_VALUE; // it is unsigned
        }
        var negative =
                descriptor.getUnknownFields().getField(NEGATIVE_HITS_FIELD).getVarintList();
        boolean givesBack = !negative.isEmpty() && negative.getLast() != 0;
        return new RateDescriptor(entries, override(descriptor), givesBack ? -hits : hits);
    }

    private static @Nullable RateLimit override(RateLimitDescriptor descriptor) throws InvalidRequestException {
        if (!descriptor.hasLimit()) {
            return null;
        }
        var limit = descriptor.getLimit();
        if (limit.getUnit() == RateLimitUnit.UNKNOWN || limit.getUnit() == RateLimitUnit.UNRECOGNIZED) {
            throw new InvalidRequestException("a limit of its own needs a unit");
        }
        return new RateLimit(
                Integer.toUnsignedLong(limit.getRequestsPerUnit()),
                RateUnit.valueOf(limit.getUnit().name()));
    }
}
