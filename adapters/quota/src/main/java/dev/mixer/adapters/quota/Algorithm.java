package dev.mixer.adapters.quota;

/** How what was taken comes back; the names are those of the configuration. */
public enum Algorithm {
    /** All at once, at each multiple of validDuration since 1970. */
    FIXED_WINDOW,
    /** Each amount by itself, validDuration to validDuration + bucketDuration after it was taken. */
    ROLLING_WINDOW,
    /** Evenly: maxAmount within validDuration. */
    GCRA
}
