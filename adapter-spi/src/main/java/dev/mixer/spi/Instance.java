package dev.mixer.spi;

/**
 * What a template's record implements: one of the four varieties. Instances are immutable; the host makes one for each
 * call from the expressions of the configuration.
 */
public sealed interface Instance permits CheckInstance, QuotaInstance, ReportInstance, AttributesInstance {}
