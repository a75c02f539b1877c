package dev.mixer.adapters.opa.value;

/** The value null, which is defined: an undefined result is no value at all. */
public record RegoNull() implements RegoValue {
    public static final RegoNull NULL = new RegoNull();

    @Override
    public RegoType type() {
        return RegoType.NULL;
    }

    @Override
    public String toString() {
        return "null";
    }
}
