package dev.mixer.engine.config.spec;

import dev.mixer.spi.DataSize;
import dev.mixer.spi.Description;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a handler's records are kept and sent; null stands for what counts where nothing is said.
 *
 * @param ack when a spooled record counts as accepted
 * @param syncEvery the longest that a record waits for the disk under FSYNC
 * @param memory how many bytes may wait in memory
 * @param spool how many bytes may wait on disk
 * @param whenFull what happens to records for which there is no room
 * @param maxAge older records are dropped; zero: none are
 * @param batchAge the longest that a record waits for others
 * @param firstPause how long the first retry waits
 * @param longestPause the longest pause between retries
 * @param sendLimit how long one attempt may take
 */
@Description("How a handler's records are kept and sent.")
public record DeliverySpec(
        @Description(
                "When a spooled record counts as accepted: WRITE (default; it survives the death of the process) or"
                        + " FSYNC (also the end of the machine).")
        @Nullable
        Ack ack,

        @Description("The longest that a record waits for the disk under FSYNC; 10ms.") @Nullable
        Duration syncEvery,

        @Description("How many bytes may wait in memory; 64MiB.") @Nullable
        DataSize memory,

        @Description("How many bytes may wait on disk; 1GiB.") @Nullable
        DataSize spool,

        @Description(
                "What happens to records for which there is no room: REFUSE (default of SPOOL), DROP_OLDEST (default"
                        + " of MEMORY) or DROP_NEWEST.")
        @Nullable
        WhenFull whenFull,

        @Description("Older records are dropped and counted; absent: none are.") @Nullable
        Duration maxAge,

        @Description("The longest that a record waits for others; 100ms.") @Nullable
        Duration batchAge,

        @Description("How long the first retry waits, and twice as long each time; 100ms.") @Nullable
        Duration firstPause,

        @Description("The longest pause between retries; 30s.") @Nullable
        Duration longestPause,

        @Description("How long one attempt may take; 30s.") @Nullable
        Duration sendLimit) {
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

    /** Nothing is said. */
    public static final DeliverySpec DEFAULT =
            new DeliverySpec(null, null, null, null, null, null, null, null, null, null);

    public DeliverySpec {
        requireNotNegative("syncEvery", syncEvery);
        requireNotNegative("maxAge", maxAge);
        requireNotNegative("batchAge", batchAge);
        requirePositive("firstPause", firstPause);
        requirePositive("longestPause", longestPause);
        requirePositive("sendLimit", sendLimit);
        requireRoom("memory", memory);
        requireRoom("spool", spool);
    }

    private static void requireNotNegative(String name, @Nullable Duration value) {
        if (value != null && value.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative");
        }
    }

    private static void requirePositive(String name, @Nullable Duration value) {
        if (value != null && !value.isPositive()) {
            throw new IllegalArgumentException(name + " must be more than 0");
        }
    }

    private static void requireRoom(String name, @Nullable DataSize value) {
        if (value != null && value.bytes() < 1 << 20) {
            throw new IllegalArgumentException(name + " must be at least 1MiB");
        }
    }
}
