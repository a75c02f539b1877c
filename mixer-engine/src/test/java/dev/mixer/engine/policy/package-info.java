/** Tests of policies; decisions through every front are cases of the server. */
@NullMarked
package dev.mixer.engine.policy;

import org.jspecify.annotations.NullMarked;
