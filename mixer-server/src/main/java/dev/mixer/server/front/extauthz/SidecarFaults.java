package dev.mixer.server.front.extauthz;

import static java.util.stream.Collectors.joining;

import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.envoy.FaultySidecarException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells the operator of sidecars that state what they must not: each is counted, and each name logged once an hour. A
 * hundred names an hour at most, because whoever reaches the port can make them up. Safe for use by many threads.
 */
final class SidecarFaults {
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int MOST_NAMES = 100;
    private static final int LONGEST_NAME = 100;

    private final Map<FaultySidecarException.Reason, MeterRegistry.Counter> counters =
            new EnumMap<>(FaultySidecarException.Reason.class);
    private final InstantSource clock;
    private final Consumer<String> log;
    private final Set<String> logged = new HashSet<>();
    private Instant windowEnd;

    SidecarFaults(MeterRegistry meters, InstantSource clock, Consumer<String> log) {
        this.clock = clock;
        this.log = log;
        this.windowEnd = clock.instant().plus(WINDOW);
        for (var reason : FaultySidecarException.Reason.values()) {
            var label = reason.name().toLowerCase(Locale.ROOT);
            counters.put(
                    reason,
                    meters.counter(
                            "mixer_sidecar_configuration_faults_total",
                            "Checks refused because the sidecar's context extensions state what they must not.",
                            "reason",
                            label));
        }
    }

    void record(FaultySidecarException fault) {
        var counter = counters.get(fault.reason());
        if (counter != null) {
            counter.increment();
        }
        switch (admit(fault.extension())) {
            case NEW -> log.accept("a check was refused: " + shown(String.valueOf(fault.getMessage())));
            case LAST ->
                log.accept("more than " + MOST_NAMES + " names of faulty context extensions within an hour: from now on"
                        + " they are only counted, in mixer_sidecar_configuration_faults_total");
            case SEEN -> {}
        }
    }

    private enum Admission {
        NEW,
        SEEN,
        LAST
    }

    private synchronized Admission admit(String name) {
        var now = clock.instant();
        if (!now.isBefore(windowEnd)) {
            logged.clear();
            windowEnd = now.plus(WINDOW);
        }
        if (logged.size() > MOST_NAMES || !logged.add(cut(name))) {
            return Admission.SEEN;
        }
        return logged.size() > MOST_NAMES ? Admission.LAST : Admission.NEW;
    }

    /** So that no name can forge a line of the log, or fill it. */
    private static String shown(String message) {
        return cut(message, 2 * LONGEST_NAME)
                .codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .mapToObj(Character::toString)
                .collect(joining());
    }

    private static String cut(String name) {
        return cut(name, LONGEST_NAME);
    }

    private static String cut(String text, int length) {
        return text.length() > length ? text.substring(0, length) + "…" : text;
    }
}
