package dev.mixer.adapters.opa.source;

import java.util.List;

/** A policy that cannot be used. Each fault is a sentence, after its {@code FILE:LINE:COLUMN} where there is one. */
public final class InvalidPolicyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    public InvalidPolicyException(List<String> faults) {
        super(String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    public InvalidPolicyException(String fault) {
        this(List.of(fault));
    }

    /** What is wrong, at least one sentence. */
    public List<String> faults() {
        return faults;
    }
}
