package dev.mixer.server.cases;

import dev.mixer.spi.Status;
import java.util.List;
import java.util.Map;

/**
 * One request and the answer that every front must give.
 *
 * @param bypass whether it tries to get around a policy
 * @param covers the contracts that it shows
 * @param except fronts that answer otherwise, and why
 */
record DecisionCase(
        String name, boolean bypass, List<String> covers, Request request, Want want, Map<Front, Exempt> except) {
    /**
     * The answer.
     *
     * @param message a part of it
     * @param rules those that apply, in order; empty: any
     * @param headers operations on the request's headers, {@code NAME=VALUE}
     * @param referenced some of what was read, {@code EXACT NAME} or {@code ABSENCE NAME[KEY]}
     */
    record Want(Status.Code code, String message, List<String> rules, List<String> headers, List<String> referenced) {}

    /**
     * An answer that differs.
     *
     * @param code equal to the case's where only the words differ
     */
    record Exempt(Status.Code code, String reason) {}

    boolean isException() {
        return !except.isEmpty();
    }

    @Override
    public String toString() {
        return name;
    }
}
