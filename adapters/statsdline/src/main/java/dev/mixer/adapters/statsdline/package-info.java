/**
 * What statsd and dogstatsd share: lines of StatsD ({@link dev.mixer.adapters.statsdline.Line}, where to start reading) and
 * the sender that packs them into packets. What only one of the two servers understands belongs to its adapter.
 */
@NullMarked
package dev.mixer.adapters.statsdline;

import org.jspecify.annotations.NullMarked;
