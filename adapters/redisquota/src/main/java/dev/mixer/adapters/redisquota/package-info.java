/**
 * Quotas and rate limits that several hosts share through Redis. Start at
 * {@link dev.mixer.adapters.redisquota.RedisquotaAdapter}; {@code decide.lua} is what Redis runs for each decision.
 */
@NullMarked
package dev.mixer.adapters.redisquota;

import org.jspecify.annotations.NullMarked;
