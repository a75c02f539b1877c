/**
 * Counts what the engine and its handlers do, in the SPI's own terms, ready to be scraped. Start at {@link
 * dev.mixer.engine.meter.MeterRegistry}; formats and HTTP belong to the server.
 */
@NullMarked
package dev.mixer.engine.meter;

import org.jspecify.annotations.NullMarked;
