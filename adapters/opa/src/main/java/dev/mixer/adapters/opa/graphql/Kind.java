package dev.mixer.adapters.opa.graphql;

import org.jspecify.annotations.Nullable;

/** What a value is, with its number in trees. */
enum Kind {
    VARIABLE(0),
    INT(1),
    FLOAT(2),
    STRING(3),
    BLOCK(4),
    BOOLEAN(5),
    NULL(6),
    ENUM(7),
    LIST(8),
    OBJECT(9);

    private final int number;

    Kind(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static @Nullable Kind of(long number) {
        for (var kind : values()) {
            if (kind.number == number) {
                return kind;
            }
        }
        return null;
    }
}
