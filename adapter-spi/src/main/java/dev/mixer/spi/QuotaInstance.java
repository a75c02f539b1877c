package dev.mixer.spi;

/** An instance whose fields name the counter that an amount is taken from. */
public non-sealed interface QuotaInstance extends Instance {}
