package dev.mixer.engine.delivery;

import dev.mixer.spi.MetricFamily;
import dev.mixer.spi.MetricFamily.Kind;
import dev.mixer.spi.MetricFamily.Label;
import dev.mixer.spi.MetricFamily.Series;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** The books of all outboxes as metrics. */
final class DeliveryMeters {
    private DeliveryMeters() {}

    static List<MetricFamily> families(Collection<Outbox> outboxes) {
        if (outboxes.isEmpty()) {
            return List.of();
        }
        return List.of(
                family(outboxes, "accepted_total", "Records taken on.", Kind.COUNTER, books(Books::accepted)),
                family(
                        outboxes,
                        "delivered_total",
                        "Records that the backend has.",
                        Kind.COUNTER,
                        books(Books::delivered)),
                family(
                        outboxes,
                        "set_aside_total",
                        "Records that the backend will never take, in the dead letters.",
                        Kind.COUNTER,
                        books(Books::setAside)),
                family(
                        outboxes,
                        "redelivered_total",
                        "Records that were sent again.",
                        Kind.COUNTER,
                        books(Books::redelivered)),
                family(outboxes, "waiting", "Records in memory or on disk.", Kind.GAUGE, books(Books::waiting)),
                family(outboxes, "waiting_bytes", "The room that waiting records take.", Kind.GAUGE, Outbox::bytes),
                dropped(outboxes));
    }

    private static ToLongFunction<Outbox> books(ToLongFunction<Books> part) {
        return outbox -> part.applyAsLong(outbox.books());
    }

    private static MetricFamily family(
            Collection<Outbox> outboxes, String name, String help, Kind kind, ToLongFunction<Outbox> value) {
        var series = outboxes.stream()
                .map(outbox -> new Series(labels(outbox), new MetricFamily.Scalar(value.applyAsLong(outbox))))
                .toList();
        return new MetricFamily("mixer_delivery_" + name, help, kind, series);
    }

    private static MetricFamily dropped(Collection<Outbox> outboxes) {
        var series = new ArrayList<Series>();
        for (var outbox : outboxes) {
            for (var reason : DropReason.values()) {
                var labels = new ArrayList<>(labels(outbox));
                labels.add(new Label("reason", reason.label()));
                long count = outbox.books().dropped().getOrDefault(reason, 0L);
                series.add(new Series(labels, new MetricFamily.Scalar(count)));
            }
        }
        return new MetricFamily(
                "mixer_delivery_dropped_total", "Records that reach nobody, by reason.", Kind.COUNTER, series);
    }

    private static List<Label> labels(Outbox outbox) {
        return List.of(
                new Label("handler", outbox.handler()),
                new Label("durability", outbox.durability().name().toLowerCase(Locale.ROOT)));
    }
}
