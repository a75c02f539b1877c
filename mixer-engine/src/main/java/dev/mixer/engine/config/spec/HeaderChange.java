package dev.mixer.engine.config.spec;

import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.HeaderOperation;
import java.util.List;

/**
 * A header operation of a rule.
 *
 * @param name the header's name, literally
 * @param values expressions of type STRING; none for REMOVE
 * @param operation what to do
 */
@Description("A header operation of a rule.")
public record HeaderChange(
        @Description("The header's name, literally.") SourceText name,

        @Description("Expressions of type STRING; none for REMOVE.")
        List<SourceText> values,

        @Description("What to do.") @DefaultValue("REPLACE") HeaderOperation.Kind operation) {
    public HeaderChange {
        values = List.copyOf(values);
        if (!isName(name.text())) {
            throw new IllegalArgumentException("'" + name + "' is not a header name");
        }
        if (operation == HeaderOperation.Kind.REMOVE ? !values.isEmpty() : values.isEmpty()) {
            throw new IllegalArgumentException(
                    operation == HeaderOperation.Kind.REMOVE ? "REMOVE takes no values" : operation + " needs values");
        }
    }

    /** Whether a text is a header's name: a token (RFC 9110, 5.1). */
    public static boolean isName(String text) {
        return text.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    }
}
