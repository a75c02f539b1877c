/**
 * Sends log entries to Fluentd, Fluent Bit or whatever else takes Fluentd's Forward Protocol, version 1. Start at
 * {@link dev.mixer.adapters.fluentd.FluentdAdapter}; records are kept and retried by the host, never here.
 */
@NullMarked
package dev.mixer.adapters.fluentd;

import org.jspecify.annotations.NullMarked;
