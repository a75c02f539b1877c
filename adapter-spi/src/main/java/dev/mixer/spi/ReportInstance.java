package dev.mixer.spi;

/** An instance that a handler records after a request has passed or failed. */
public non-sealed interface ReportInstance extends Instance {}
