/** Tests of the package of the same name, one class for each of its doors. */
@NullMarked
package dev.mixer.engine.config.settings;

import org.jspecify.annotations.NullMarked;
