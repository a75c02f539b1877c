package dev.mixer.spi.template;

import static java.util.Objects.requireNonNull;

import dev.mixer.spi.CheckInstance;
import dev.mixer.spi.Description;
import dev.mixer.spi.Template;

/**
 * A value that is looked up in a list.
 *
 * @param value what is looked up
 */
@Template("listentry")
public record ListEntry(
        @Description("The value that is looked up.") String value) implements CheckInstance<Void> {
    public ListEntry {
        requireNonNull(value, "value");
    }
}
