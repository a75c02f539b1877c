/** Tests of the package of the same name, one class for each of its doors. */
@NullMarked
package dev.mixer.engine.config.yaml;

import org.jspecify.annotations.NullMarked;
