package dev.mixer.engine.attribute;

import static java.util.Objects.requireNonNull;

/**
 * Stands for a value that a message holds but that must not be relied on, such as a path that has no canonical form.
 * Reading it refuses the call; unread it harms nothing.
 *
 * @param reason a sentence for the caller that names what is wrong, without the value itself
 */
public record Unusable(String reason) {
    public Unusable {
        requireNonNull(reason, "reason");
    }
}
