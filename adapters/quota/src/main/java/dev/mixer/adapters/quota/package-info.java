/**
 * What quota adapters share: limits as configured ({@link dev.mixer.adapters.quota.Limits}) and exact counters in memory
 * ({@link dev.mixer.adapters.quota.Counters}, where to start reading). Nothing here does input or output.
 */
@NullMarked
package dev.mixer.adapters.quota;

import org.jspecify.annotations.NullMarked;
