package dev.mixer.engine.dispatch;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.rule.Action;

/** Sentences about what could not be done in a call. */
final class Faults {
    private Faults() {}

    /** Why the instance of an action could not be made, right after the attempt. */
    static String unreadable(Action action, AttributeReader reader) {
        var fault = reader.fault();
        return "instance " + action.instance().name() + ": "
                + (fault == null ? "a value cannot be read" : fault.message());
    }
}
