package dev.mixer.adapters.opa.value;

/** True or false. */
public record RegoBoolean(boolean value) implements RegoValue {
    public static final RegoBoolean FALSE = new RegoBoolean(false);
    public static final RegoBoolean TRUE = new RegoBoolean(true);

    /** The one of this value. */
    public static RegoBoolean of(boolean value) {
        return value ? TRUE : FALSE;
    }

    @Override
    public RegoType type() {
        return RegoType.BOOLEAN;
    }

    @Override
    public String toString() {
        return value ? "true" : "false";
    }
}
