package dev.mixer.engine.config.spec;

/** What a check answers when its handler fails or takes too long. A denial is an answer, never a failure. */
public enum FailurePolicy {
    /** The request passes. */
    ALLOW,
    /** The request is refused. */
    DENY
}
