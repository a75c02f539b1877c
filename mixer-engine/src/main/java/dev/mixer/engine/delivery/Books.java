package dev.mixer.engine.delivery;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * What became of the records of one handler, since its first start where they are spooled. At every moment {@code accepted =
 * delivered + waiting + setAside + the sum of dropped}.
 *
 * @param accepted records taken on
 * @param delivered records that the backend has
 * @param waiting records in memory or on disk
 * @param setAside records that the backend will never take, kept in the dead-letter file
 * @param dropped records that reach nobody, by reason
 * @param redelivered records that were sent again after an attempt whose end is not known or that failed
 */
public record Books(
        long accepted, long delivered, long waiting, long setAside, Map<DropReason, Long> dropped, long redelivered) {
    private static final String DELIVERED = "delivered";
    private static final String SET_ASIDE = "set_aside";
    private static final String REDELIVERED = "redelivered";
    private static final String DROPPED = "dropped_";

    /** Of a handler that never had a record. */
    public static final Books EMPTY = new Books(0, 0, 0, 0, Map.of(), 0);

    public Books {
        dropped = Map.copyOf(dropped);
    }

    /** Records that reach nobody. */
    public long droppedInAll() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether every record is where it should be. */
    public boolean balance() {
        return accepted == delivered + waiting + setAside + droppedInAll();
    }

    Books withAccepted(long records) {
        return new Books(accepted + records, delivered, waiting + records, setAside, dropped, redelivered);
    }

    Books withDelivered(long records) {
        return new Books(accepted, delivered + records, waiting - records, setAside, dropped, redelivered);
    }

    Books withSetAside(long records) {
        return new Books(accepted, delivered, waiting - records, setAside + records, dropped, redelivered);
    }

    /** Of records that were waiting. */
    Books withDropped(DropReason reason, long records) {
        var more = new EnumMap<DropReason, Long>(DropReason.class);
        more.putAll(dropped);
        more.merge(reason, records, Long::sum);
        return new Books(accepted, delivered, waiting - records, setAside, more, redelivered);
    }

    Books withRedelivered(long records) {
        return new Books(accepted, delivered, waiting, setAside, dropped, redelivered + records);
    }

    /** What is kept beside the log: everything that the log itself does not tell. */
    Map<String, Long> totals() {
        var totals = new HashMap<String, Long>();
        totals.put(DELIVERED, delivered);
        totals.put(SET_ASIDE, setAside);
        totals.put(REDELIVERED, redelivered);
        dropped.forEach((reason, count) -> totals.put(DROPPED + reason.label(), count));
        return totals;
    }

    /** The books after a restart. */
    static Books restored(Map<String, Long> totals, long waiting) {
        var dropped = new EnumMap<DropReason, Long>(DropReason.class);
        for (var reason : DropReason.values()) {
            long count = totals.getOrDefault(DROPPED + reason.label(), 0L);
            if (count > 0) {
                dropped.put(reason, count);
            }
        }
        long delivered = totals.getOrDefault(DELIVERED, 0L);
        long setAside = totals.getOrDefault(SET_ASIDE, 0L);
        long settled = delivered
                + setAside
                + dropped.values().stream().mapToLong(Long::longValue).sum();
        return new Books(
                settled + waiting, delivered, waiting, setAside, dropped, totals.getOrDefault(REDELIVERED, 0L));
    }
}
