package dev.mixer.adapters.opa.value;

import static java.util.Objects.requireNonNull;

/** A text; texts are in the order of their code points, which is that of their bytes in UTF-8. */
public record RegoString(String value) implements RegoValue {
    public RegoString {
        requireNonNull(value, "value");
    }

    @Override
    public RegoType type() {
        return RegoType.STRING;
    }

    @Override
    public String toString() {
        return ValueText.write(this);
    }
}
