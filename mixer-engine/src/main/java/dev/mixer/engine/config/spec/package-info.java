/**
 * What stands under {@code spec} of a document, field by field as the user writes it; the binder fills these records. The
 * resources made of them live in {@link dev.mixer.engine.config}.
 */
@NullMarked
package dev.mixer.engine.config.spec;

import org.jspecify.annotations.NullMarked;
