package dev.mixer.engine.delivery;

import java.util.Locale;

/** Why an accepted record reaches nobody. */
public enum DropReason {
    /** There was no room for it, or it had to make room. */
    FULL,
    /** It had become too old. */
    AGE,
    /** The disk no longer gives it back as it was. */
    DAMAGED,
    /** The adapter could not encode it. */
    UNENCODABLE;

    /** As metrics and pages say it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
