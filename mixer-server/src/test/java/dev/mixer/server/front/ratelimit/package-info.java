/** Tests of the package of the same name. */
@NullMarked
package dev.mixer.server.front.ratelimit;

import org.jspecify.annotations.NullMarked;
