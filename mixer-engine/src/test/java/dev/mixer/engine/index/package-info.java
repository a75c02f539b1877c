/** Tests of the tables that look-ups go through. */
@NullMarked
package dev.mixer.engine.index;

import org.jspecify.annotations.NullMarked;
