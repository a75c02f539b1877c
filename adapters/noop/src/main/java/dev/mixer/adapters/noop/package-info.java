/**
 * Lets everything pass and records nothing. Start at {@link dev.mixer.adapters.noop.NoopAdapter}.
 */
@NullMarked
package dev.mixer.adapters.noop;

import org.jspecify.annotations.NullMarked;
