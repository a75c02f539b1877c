package dev.mixer.adapters.sending;

import dev.mixer.spi.BackendState;

/** How the last batch went, as a handler's state. Safe for use by many threads. */
public final class Health {
    private volatile BackendState state = BackendState.READY;

    /** The backend answered. */
    public void succeeded() {
        state = BackendState.READY;
    }

    /** It did not, or refused. */
    public void failed(String detail) {
        state = BackendState.degraded(detail);
    }

    /** The state now. */
    public BackendState state() {
        return state;
    }
}
