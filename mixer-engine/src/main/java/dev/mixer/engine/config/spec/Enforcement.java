package dev.mixer.engine.config.spec;

/** Whether what a rule or handler decides counts. */
public enum Enforcement {
    /** It does. */
    LIVE,
    /** It is on trial: decided and told beside the live decision, which it does not change. Reports are handed over as ever. */
    SHADOW
}
