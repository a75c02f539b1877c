package dev.mixer.engine.delivery;

import static java.util.Objects.requireNonNull;

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
    /** What records survive. */
    public enum Durability {
        /** A backend that is away; what is left at an orderly end goes to disk. */
        MEMORY,
        /** Also the death of the process. */
        SPOOL
    }

    /** When a spooled record counts as accepted. */
    public enum Ack {
        /** When the operating system has it: it survives the death of the process. */
        WRITE,
        /** When the disk has it: it survives the end of the machine. */
        FSYNC
    }

    /** What happens to records for which there is no room. */
    public enum WhenFull {
        /** The report is refused as a whole; the caller may try again. */
        REFUSE,
        /** The oldest make room. */
        DROP_OLDEST,
        /** They are dropped. */
        DROP_NEWEST
    }

    public DeliverySettings {
        requireNonNull(durability, "durability");
        requireNonNull(ack, "ack");
        requireNonNull(whenFull, "whenFull");
    }

    /** What counts where nothing is said. */
    public static DeliverySettings of(Durability durability) {
        return new DeliverySettings(
                durability,
                Ack.WRITE,
                Duration.ofMillis(10),
                new DataSize(64L << 20),
                new DataSize(1L << 30),
                durability == Durability.SPOOL ? WhenFull.REFUSE : WhenFull.DROP_OLDEST,
                Duration.ZERO,
                Duration.ofMillis(100),
                Duration.ofMillis(100),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30));
    }

    /** How many bytes may wait. */
    long limit() {
        return durability == Durability.SPOOL ? spool.bytes() : memory.bytes();
    }
}
