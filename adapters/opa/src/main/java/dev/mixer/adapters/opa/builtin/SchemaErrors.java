package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.ArrayList;
import java.util.List;

/**
 * What a document does against its schema. The score says how near it came, by which the errors of the nearest of several schemas
 * are chosen. For one validation by one thread.
 */
final class SchemaErrors {
    private final List<RegoValue> errors = new ArrayList<>();
    private int score;

    void add(String type, String field, String description) {
        errors.add(RegoObject.builder()
                .put("type", type)
                .put("field", field)
                .put("desc", description)
                .put("error", field + ": " + description)
                .build());
        score -= 2;
    }

    void add(SchemaErrors others) {
        errors.addAll(others.errors);
        score += others.score;
    }

    void point() {
        score++;
    }

    int score() {
        return score;
    }

    int size() {
        return errors.size();
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    RegoArray array() {
        return new RegoArray(errors);
    }
}
