/** Tests of how handlers are called and judged. */
@NullMarked
package dev.mixer.engine.handler;

import org.jspecify.annotations.NullMarked;
