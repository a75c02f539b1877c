/**
 * Sends metrics to a StatsD server. Start at {@link dev.mixer.adapters.statsd.StatsdAdapter}; how lines look and travel is
 * the library's business, and tags belong to dogstatsd.
 */
@NullMarked
package dev.mixer.adapters.statsd;

import org.jspecify.annotations.NullMarked;
