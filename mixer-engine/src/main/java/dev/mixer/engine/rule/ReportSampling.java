package dev.mixer.engine.rule;

import dev.mixer.engine.attribute.AttributeReader;
import java.util.List;

/** Which of the records that a rule matches its reports get: those that every sampler takes. Safe for use by many threads. */
public final class ReportSampling {
    /** Takes a record or leaves it out. */
    @FunctionalInterface
    interface Sampler {
        boolean takes(AttributeReader reader);
    }

    private final List<Sampler> samplers;

    ReportSampling(List<Sampler> samplers) {
        this.samplers = List.copyOf(samplers);
    }

    /** Whether the rule's reports get a record that it matches. */
    public boolean takes(AttributeReader reader) {
        for (var sampler : samplers) {
            if (!sampler.takes(reader)) {
                return false;
            }
        }
        return true;
    }
}
