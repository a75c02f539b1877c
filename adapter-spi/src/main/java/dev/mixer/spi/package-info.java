/**
 * What an adapter author sees: {@link dev.mixer.spi.Adapter} is the door, {@link dev.mixer.spi.Handler} says what a
 * configured adapter can do, {@link dev.mixer.spi.Host} is what it gets. Nothing of the engine, of a protocol or of a
 * library other than the JDK and JSpecify may appear here.
 */
@NullMarked
package dev.mixer.spi;

import org.jspecify.annotations.NullMarked;
