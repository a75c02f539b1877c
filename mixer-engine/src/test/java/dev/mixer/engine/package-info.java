/** Tests of the engine as a whole; {@link dev.mixer.engine.LayeringTest} keeps the arrows between its rooms one way. */
@NullMarked
package dev.mixer.engine;

import org.jspecify.annotations.NullMarked;
