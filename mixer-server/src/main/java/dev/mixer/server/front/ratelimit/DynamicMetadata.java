package dev.mixer.server.front.ratelimit;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.mixer.engine.ratelimit.RateDecision;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Envoy notes beside a request, for its logs and later filters, in the fields of the well-known rate limit service:
 * {@code domain}, {@code descriptors}, {@code hitsAddend}, {@code metadata}.
 */
final class DynamicMetadata {
    private DynamicMetadata() {}

    static Struct of(RateLimitRequest request, RateDecision decision) {
        var descriptors = ListValue.newBuilder();
        request.getDescriptorsList()
                .forEach(
                        descriptor -> descriptors.addValues(Value.newBuilder().setStructValue(descriptor(descriptor))));
        var written = Struct.newBuilder()
                .putFields("domain", text(request.getDomain()))
                .putFields(
                        "descriptors",
                        Value.newBuilder().setListValue(descriptors).build());
        if (request.getHitsAddend() != 0) {
            written.putFields("hitsAddend", number((double) Integer.toUnsignedLong(request.getHitsAddend())));
        }
        var merged = Struct.newBuilder();
        for (var metadata : decision.metadata()) {
            merge(merged, struct(metadata));
        }
        if (merged.getFieldsCount() > 0) {
            written.putFields(
                    "metadata", Value.newBuilder().setStructValue(merged).build());
        }
        return written.build();
    }

    private static Struct descriptor(RateLimitDescriptor descriptor) {
        var entries = ListValue.newBuilder();
        descriptor.getEntriesList().forEach(entry -> entries.addValues(text(entry.getKey() + "=" + entry.getValue())));
        var written = Struct.newBuilder()
                .putFields("entries", Value.newBuilder().setListValue(entries).build());
        if (descriptor.hasHitsAddend()) {
            written.putFields(
                    "hitsAddend", number((double) descriptor.getHitsAddend().getValue()));
        }
        return written.build();
    }

    /** Of two values of one key the first counts, unless both are maps. */
    private static void merge(Struct.Builder into, Struct more) {
        more.getFieldsMap().forEach((key, value) -> {
            var known = into.getFieldsMap().get(key);
            if (known == null) {
                into.putFields(key, value);
            } else if (known.hasStructValue() && value.hasStructValue()) {
                var inner = known.getStructValue().toBuilder();
                merge(inner, value.getStructValue());
                into.putFields(key, Value.newBuilder().setStructValue(inner).build());
            }
        });
    }

    private static Struct struct(Map<?, ?> map) {
        var written = Struct.newBuilder();
        map.forEach((key, item) -> written.putFields(String.valueOf(key), value(item)));
        return written.build();
    }

    private static Value value(@Nullable Object value) {
        return switch (value) {
            case null -> Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();
            case Boolean flag -> Value.newBuilder().setBoolValue(flag).build();
            case Double number -> number(number);
            case List<?> list -> {
                var written = ListValue.newBuilder();
                list.forEach(item -> written.addValues(value(item)));
                yield Value.newBuilder().setListValue(written).build();
            }
            case Map<?, ?> map -> Value.newBuilder().setStructValue(struct(map)).build();
            default -> text(value.toString());
        };
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static Value number(double number) {
        return Value.newBuilder().setNumberValue(number).build();
    }
}
