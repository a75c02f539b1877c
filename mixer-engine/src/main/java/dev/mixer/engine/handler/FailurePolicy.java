package dev.mixer.engine.handler;

/** What becomes of a check whose handler fails or takes too long. A denial is never a failure. */
public enum FailurePolicy {
    /** The request passes. */
    ALLOW,
    /** The request is refused. */
    DENY
}
