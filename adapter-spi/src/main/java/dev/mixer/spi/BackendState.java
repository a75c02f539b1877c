package dev.mixer.spi;

import static java.util.Objects.requireNonNull;

/**
 * How a handler's backend is.
 *
 * @param phase what callers may expect
 * @param detail a sentence for the operator; empty where there is nothing to say
 */
public record BackendState(Phase phase, String detail) {
    /** The backend answers. */
    public static final BackendState READY = new BackendState(Phase.READY, "");

    /** What callers may expect. */
    public enum Phase {
        /** The backend answers. */
        READY,
        /**
         * What the handler needs before its first answer is not there yet. A host that starts is not ready before all of its
         * handlers have left this phase; checks follow the failure policy.
         */
        STARTING,
        /** The backend is away; the handler keeps trying. Checks follow the failure policy. */
        CONNECTING,
        /** The handler answers, from data that is older than it should be or from part of the backend. */
        DEGRADED
    }

    public BackendState {
        requireNonNull(phase, "phase");
        requireNonNull(detail, "detail");
    }

    /** The handler cannot answer yet, for the reason given. */
    public static BackendState starting(String detail) {
        return new BackendState(Phase.STARTING, detail);
    }

    /** The backend is away for the reason given. */
    public static BackendState connecting(String detail) {
        return new BackendState(Phase.CONNECTING, detail);
    }

    /** The handler answers, yet not as it should, for the reason given. */
    public static BackendState degraded(String detail) {
        return new BackendState(Phase.DEGRADED, detail);
    }
}
