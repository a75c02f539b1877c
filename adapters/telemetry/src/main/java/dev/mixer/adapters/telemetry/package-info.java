/**
 * Records as JSON, and texts made of a record's fields, for adapters that send records. Start at
 * {@link dev.mixer.adapters.telemetry.RecordJson}; nothing here knows a backend or sends anything.
 */
@NullMarked
package dev.mixer.adapters.telemetry;

import org.jspecify.annotations.NullMarked;
