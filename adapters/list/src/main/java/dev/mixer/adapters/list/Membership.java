package dev.mixer.adapters.list;

import java.util.List;

/** A list in memory, made for look-ups. Immutable once built. */
sealed interface Membership permits Texts, Addresses, Patterns {
    /** What a look-up finds. */
    enum Finding {
        LISTED,
        NOT_LISTED,
        /** The value is not of the list's type, so the question has no answer. */
        UNREADABLE
    }

    /** Looks {@code value} up; returns in microseconds for sets and addresses, grows with the entries for patterns. */
    Finding find(String value);

    /** How many entries there are, equal ones counted once where that is known. */
    int size();

    /** Compiles entries. */
    static Membership of(EntryType type, List<Entry> entries) throws BadEntryException {
        return switch (type) {
            case STRINGS -> Texts.exact(entries);
            case CASE_INSENSITIVE_STRINGS -> Texts.folded(entries);
            case IP_ADDRESSES -> Addresses.of(entries);
            case REGEX -> Patterns.of(entries);
        };
    }
}
