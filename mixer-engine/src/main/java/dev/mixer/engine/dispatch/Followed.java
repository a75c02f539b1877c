package dev.mixer.engine.dispatch;

import dev.mixer.engine.handler.LiveHandler;
import dev.mixer.engine.handler.Outcome;
import dev.mixer.spi.Status;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells a trace of the questions to handlers; costs a comparison where nobody follows. */
final class Followed {
    private Followed() {}

    /** Asks, between the beginning and the end of a step. */
    static <R> CompletableFuture<Outcome<R>> asking(
            CallTrace trace,
            LiveHandler handler,
            String capability,
            Supplier<CompletableFuture<Outcome<R>>> question,
            Function<R, @Nullable Status> status) {
        if (trace.equals(CallTrace.NONE)) {
            return question.get();
        }
        var step = trace.asked(handler.spec().name(), handler.spec().adapter().name(), capability);
        var outcome = question.get();
        var _ = outcome.whenComplete((answer, error) -> {
            if (answer == null) {
                step.answered(null, String.valueOf(error));
            } else {
                var result = answer.result();
                step.answered(result == null ? null : status.apply(result), answer.failure());
            }
        });
        return outcome;
    }
}
