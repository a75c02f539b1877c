/** Tests of what is known of rate limits without a handler. */
@NullMarked
package dev.mixer.engine.ratelimit;

import org.jspecify.annotations.NullMarked;
