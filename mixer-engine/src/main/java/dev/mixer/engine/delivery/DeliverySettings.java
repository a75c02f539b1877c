package dev.mixer.engine.delivery;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.mixer.engine.config.spec.DeliverySpec;
import dev.mixer.engine.config.spec.DeliverySpec.Ack;
import dev.mixer.engine.config.spec.DeliverySpec.WhenFull;
import dev.mixer.engine.config.spec.Durability;
import dev.mixer.spi.DataSize;
import java.time.Duration;

/**
 * How a handler's records are kept and sent.
 *
 * @param durability what they survive
 * @param ack when a spooled record counts as accepted
 * @param syncEvery the longest that a record waits for the disk under {@link Ack#FSYNC}
 * @param memory how many bytes may wait in memory
 * @param spool how many bytes may wait on disk
 * @param whenFull what happens to records for which there is no room
 * @param maxAge older records are dropped, counted; zero: none are
 * @param batchAge the longest that a record waits for others
 * @param firstPause how long the first retry waits, and twice as long each time
 * @param longestPause the longest pause between retries
 * @param sendLimit how long one attempt may take
 */
public record DeliverySettings(
        Durability durability,
        Ack ack,
        Duration syncEvery,
        DataSize memory,
        DataSize spool,
        WhenFull whenFull,
        Duration maxAge,
        Duration batchAge,
        Duration firstPause,
        Duration longestPause,
        Duration sendLimit) {
    public DeliverySettings {
        requireNonNull(durability, "durability");
        requireNonNull(ack, "ack");
        requireNonNull(whenFull, "whenFull");
    }

    /** What counts where nothing is said. */
    public static DeliverySettings of(Durability durability) {
        return of(durability, DeliverySpec.DEFAULT);
    }

    /** What a configuration says, and what counts where it says nothing. */
    public static DeliverySettings of(Durability durability, DeliverySpec spec) {
        return new DeliverySettings(
                durability,
                requireNonNullElse(spec.ack(), Ack.WRITE),
                requireNonNullElse(spec.syncEvery(), Duration.ofMillis(10)),
                requireNonNullElse(spec.memory(), new DataSize(64L << 20)),
                requireNonNullElse(spec.spool(), new DataSize(1L << 30)),
                requireNonNullElse(
                        spec.whenFull(), durability == Durability.SPOOL ? WhenFull.REFUSE : WhenFull.DROP_OLDEST),
                requireNonNullElse(spec.maxAge(), Duration.ZERO),
                requireNonNullElse(spec.batchAge(), Duration.ofMillis(100)),
                requireNonNullElse(spec.firstPause(), Duration.ofMillis(100)),
                requireNonNullElse(spec.longestPause(), Duration.ofSeconds(30)),
                requireNonNullElse(spec.sendLimit(), Duration.ofSeconds(30)));
    }

    /** How many bytes may wait. */
    long limit() {
        return durability == Durability.SPOOL ? spool.bytes() : memory.bytes();
    }
}
