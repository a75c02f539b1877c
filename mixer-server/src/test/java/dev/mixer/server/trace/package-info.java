/** Tests of the spans about the host's own work. */
@NullMarked
package dev.mixer.server.trace;

import org.jspecify.annotations.NullMarked;
