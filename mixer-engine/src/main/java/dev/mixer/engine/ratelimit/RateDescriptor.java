package dev.mixer.engine.ratelimit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a request asks about.
 *
 * @param entries what it is, from the general to the special
 * @param override the limit that the request brings along; null: the configuration's
 * @param hits how much to count; 0: look; negative: give back, at least -{@link Long#MAX_VALUE}
 */
public record RateDescriptor(List<Entry> entries, @Nullable RateLimit override, long hits) {
    public RateDescriptor {
        entries = List.copyOf(entries);
    }

    /** A key with its value. */
    public record Entry(String key, String value) {}
}
