package dev.mixer.engine.delivery;

/** The books as they are now: written on the loop, read by anybody. */
final class Ledger {
    private volatile Books books;

    Ledger(Books books) {
        this.books = books;
    }

    Books books() {
        return books;
    }

    /** Puts books in force that follow from those that {@link #books} gave. */
    void turnTo(Books next) {
        books = next;
    }
}
