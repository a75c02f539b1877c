/** Tests of configuration; most are files under {@code cases/}. Start at {@link dev.mixer.engine.config.BadConfigTest}. */
@NullMarked
package dev.mixer.engine.config;

import org.jspecify.annotations.NullMarked;
