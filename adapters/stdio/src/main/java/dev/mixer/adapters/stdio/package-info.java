/**
 * Writes log entries and metrics as lines. Start at {@link dev.mixer.adapters.stdio.StdioAdapter}; {@code Line} makes the
 * text, {@code LineWriter} owns the stream.
 */
@NullMarked
package dev.mixer.adapters.stdio;

import org.jspecify.annotations.NullMarked;
