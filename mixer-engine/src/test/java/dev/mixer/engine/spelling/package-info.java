/** Tests of guesses: which name is near enough, and how a message says so. */
@NullMarked
package dev.mixer.engine.spelling;

import org.jspecify.annotations.NullMarked;
