package dev.mixer.server.cases;

import dev.mixer.spi.Status;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a front answered.
 *
 * @param message null where the front answers with a response that is not the decision's message
 * @param rules null where the front has no words for them
 * @param headers operations on the request's headers, {@code NAME=VALUE}; before them {@code -NAME} for those removed
 * @param referenced as in {@link DecisionCase.Want}; null where the front has no words for it
 */
record Answer(
        Status.Code code,
        @Nullable String message,
        @Nullable List<String> rules,
        List<String> headers,
        @Nullable List<String> referenced) {
    /** Operations on headers; their order counts for values only. */
    static <O> List<String> operations(
            List<O> operations, Predicate<O> removes, Function<O, String> name, Function<O, String> value) {
        var removed = operations.stream()
                .filter(removes)
                .map(operation -> "-" + name.apply(operation))
                .sorted();
        var set = operations.stream()
                .filter(removes.negate())
                .map(operation -> name.apply(operation) + "=" + value.apply(operation));
        return Stream.concat(removed, set).toList();
    }

    static Answer invalid(@Nullable String message) {
        return new Answer(Status.Code.INVALID_ARGUMENT, String.valueOf(message), List.of(), List.of(), List.of());
    }
}
