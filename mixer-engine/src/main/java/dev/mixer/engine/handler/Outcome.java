package dev.mixer.engine.handler;

import org.jspecify.annotations.Nullable;

/**
 * What came of a call of a handler.
 *
 * @param result the handler's result; absent: it failed
 * @param failure why it failed, a sentence for the operator; absent: it did not
 * @param nanos how long it took
 */
public record Outcome<R>(@Nullable R result, @Nullable String failure, long nanos) {
    static <R> Outcome<R> of(R result, long nanos) {
        return new Outcome<>(result, null, nanos);
    }

    static <R> Outcome<R> failed(String failure, long nanos) {
        return new Outcome<>(null, failure, nanos);
    }
}
