package dev.mixer.engine.config.spec;

/** What reports to a handler survive. */
public enum Durability {
    /** A backend that is away; what is left at an orderly end goes to disk. */
    MEMORY,
    /** Also the death of the process. */
    SPOOL
}
