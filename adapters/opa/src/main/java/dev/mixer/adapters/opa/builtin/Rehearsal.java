package dev.mixer.adapters.opa.builtin;

/**
 * Decisions that count for nothing, as those that warm up a policy: builtins that reach beyond the process stay undefined in them. What
 * runs in a rehearsal, and on its thread, is one.
 */
public final class Rehearsal {
    private static final ScopedValue<Boolean> RUNNING = ScopedValue.newInstance();

    private Rehearsal() {}

    /** Something to run in a rehearsal. */
    @FunctionalInterface
    public interface Part<X extends Exception> {
        void run() throws X;
    }

    /** Runs {@code part} as a rehearsal. */
    public static <X extends Exception> void run(Part<X> part) throws X {
        ScopedValue.where(RUNNING, true).<Object, X>call(() -> {
            part.run();
            return RUNNING;
        });
    }

    /** Whether the calling thread is in one. */
    public static boolean isRunning() {
        return RUNNING.isBound();
    }
}
