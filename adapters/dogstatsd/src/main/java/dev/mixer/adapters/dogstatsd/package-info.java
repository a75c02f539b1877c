/**
 * Sends metrics with tags to a DogStatsD agent. Start at {@link dev.mixer.adapters.dogstatsd.DogstatsdAdapter}; how lines
 * look and travel is the library's business.
 */
@NullMarked
package dev.mixer.adapters.dogstatsd;

import org.jspecify.annotations.NullMarked;
