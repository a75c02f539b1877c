package dev.mixer.spi;

import java.util.Collection;

/** Supplies metric families to the host's {@code /metrics}. */
@FunctionalInterface
public interface SeriesSource {
    /** The families as they are now, each name once. Called for every scrape, on a thread that may block briefly. */
    Collection<MetricFamily> collect();
}
