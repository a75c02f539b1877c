/**
 * Binds YAML to records, all faults at once and each at its place, and describes records for documentation. Start at
 * {@link dev.mixer.engine.config.bind.RecordBinder}; {@link dev.mixer.engine.config.bind.Shape} is what a type looks like
 * to it.
 */
@NullMarked
package dev.mixer.engine.config.bind;

import org.jspecify.annotations.NullMarked;
