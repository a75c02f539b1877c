package dev.mixer.server.cases;

import dev.mixer.spi.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a front answered.
 *
 * @param rules null where the front has no words for them
 * @param headers operations on the request's headers, {@code NAME=VALUE}
 * @param referenced as in {@link DecisionCase.Want}; null where the front has no words for it
 */
record Answer(
        Status.Code code,
        String message,
        @Nullable List<String> rules,
        List<String> headers,
        @Nullable List<String> referenced) {
    static Answer invalid(@Nullable String message) {
        return new Answer(Status.Code.INVALID_ARGUMENT, String.valueOf(message), List.of(), List.of(), List.of());
    }
}
