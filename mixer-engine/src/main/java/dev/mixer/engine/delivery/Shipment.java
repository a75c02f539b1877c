package dev.mixer.engine.delivery;

import dev.mixer.spi.AdapterException.Kind;
import dev.mixer.spi.Parcel;
import dev.mixer.spi.Receipt;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A batch on its way: which parts of it must still be sent, and what became of the rest. A part that is refused for good
 * is halved until the records are found that are to blame.
 */
final class Shipment {
    /**
     * A record with its place in the log.
     *
     * @param number from 1
     */
    record Numbered(long number, Parcel parcel) {}

    /**
     * A record that the backend will never take.
     *
     * @param reason what it said
     */
    record Refused(Numbered record, String reason) {}

    private final ArrayDeque<List<Numbered>> parts = new ArrayDeque<>();
    private final List<Numbered> delivered = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();
    private final List<Numbered> expired = new ArrayList<>();
    private boolean lettersWritten;

    Shipment(List<Numbered> records) {
        if (!records.isEmpty()) {
            parts.add(List.copyOf(records));
        }
    }

    boolean isComplete() {
        return parts.isEmpty();
    }

    /** What is to be sent next. */
    List<Numbered> part() {
        return parts.element();
    }

    /** Whether what was refused is in the dead letters. */
    boolean lettersWritten() {
        return lettersWritten;
    }

    void markLettersWritten() {
        lettersWritten = true;
    }

    List<Numbered> delivered() {
        return delivered;
    }

    List<Refused> refused() {
        return refused;
    }

    List<Numbered> expired() {
        return expired;
    }

    /** Takes out what was accepted before {@code oldest}: it has become too old. */
    void expire(Instant oldest) {
        expired.addAll(takeOut(record -> record.parcel().accepted().isBefore(oldest)));
    }

    /** Takes out what was given up meanwhile. */
    void giveUp(long upTo) {
        takeOut(record -> record.number() <= upTo);
    }

    private List<Numbered> takeOut(Predicate<Numbered> unwanted) {
        var out = new ArrayList<Numbered>();
        var kept = new ArrayList<List<Numbered>>();
        for (var part : parts) {
            var split = part.stream().collect(Collectors.partitioningBy(unwanted));
            out.addAll(split.getOrDefault(true, List.of()));
            var rest = split.getOrDefault(false, List.of());
            if (!rest.isEmpty()) {
                kept.add(rest);
            }
        }
        parts.clear();
        parts.addAll(kept);
        return out;
    }

    /**
     * The backend answered for the part that was sent.
     *
     * @return whether some of it must be sent again later
     */
    boolean answered(Receipt receipt) {
        var part = parts.remove();
        var again = new ArrayList<Numbered>();
        int from = 0;
        for (var unsent : receipt.unsent()) {
            if (unsent.index() >= part.size()) {
                break;
            }
            delivered.addAll(part.subList(from, unsent.index()));
            from = unsent.index() + 1;
            var record = part.get(unsent.index());
            if (unsent.kind() == Kind.PERMANENT) {
                refused.add(new Refused(record, unsent.reason()));
            } else {
                again.add(record);
            }
        }
        delivered.addAll(part.subList(from, part.size()));
        if (!again.isEmpty()) {
            parts.addFirst(List.copyOf(again));
        }
        return !again.isEmpty();
    }

    /** The backend will never take the part that was sent as it is. */
    void refusedForGood(String reason) {
        var part = parts.remove();
        if (part.size() == 1) {
            refused.add(new Refused(part.getFirst(), reason));
        } else {
            int half = part.size() / 2;
            parts.addFirst(part.subList(half, part.size()));
            parts.addFirst(part.subList(0, half));
        }
    }
}
