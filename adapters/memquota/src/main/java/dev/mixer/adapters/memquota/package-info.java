/**
 * Quotas and rate limits counted in this process. Start at {@link dev.mixer.adapters.memquota.MemquotaAdapter}; the
 * counters are those of {@link dev.mixer.adapters.quota.Counters}.
 */
@NullMarked
package dev.mixer.adapters.memquota;

import org.jspecify.annotations.NullMarked;
