package dev.mixer.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a backend said about a batch that it answered.
 *
 * @param unsent the records that it did not take, by ascending index; it has all others
 */
public record Receipt(List<Unsent> unsent) {
    /** The backend has every record. */
    public static final Receipt COMPLETE = new Receipt(List.of());

    /**
     * A record that the backend did not take.
     *
     * @param index its place in the batch, from 0
     * @param kind whether it may take it later; a permanent refusal sets the record aside
     * @param reason what the backend said, in one line
     */
    public record Unsent(int index, AdapterException.Kind kind, String reason) {
        public Unsent {
            requireNonNull(kind, "kind");
            requireNonNull(reason, "reason");
            if (index < 0) {
                throw new IllegalArgumentException("index " + index + " is below 0");
            }
        }
    }

    public Receipt {
        unsent = List.copyOf(unsent);
        for (int i = 1; i < unsent.size(); i++) {
            if (unsent.get(i - 1).index() >= unsent.get(i).index()) {
                throw new IllegalArgumentException("unsent records are not in ascending order");
            }
        }
    }
}
