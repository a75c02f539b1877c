package dev.mixer.adapters.list;

/** An entry that is none of its list's type. */
final class BadEntryException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int place;

    BadEntryException(Entry entry, String message) {
        super(message);
        this.place = entry.place();
    }

    /** The place of the entry, see {@link Entry#place()}. */
    int place() {
        return place;
    }
}
