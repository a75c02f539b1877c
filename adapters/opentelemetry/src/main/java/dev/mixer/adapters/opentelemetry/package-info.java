/**
 * Sends records as logs, metrics and spans by OTLP. Start at {@link dev.mixer.adapters.opentelemetry.OpentelemetryAdapter}:
 * what is encoded is one message of OTLP, {@code OtlpSender} groups and sends; nothing here keeps or retries.
 */
@NullMarked
package dev.mixer.adapters.opentelemetry;

import org.jspecify.annotations.NullMarked;
