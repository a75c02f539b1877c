/**
 * What a mistyped name was meant to be, in one wording for every message. Start at {@link
 * dev.mixer.engine.spelling.DidYouMean}; which names are known, each caller says itself.
 */
@NullMarked
package dev.mixer.engine.spelling;

import org.jspecify.annotations.NullMarked;
