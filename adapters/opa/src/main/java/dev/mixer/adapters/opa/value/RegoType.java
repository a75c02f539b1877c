package dev.mixer.adapters.opa.value;

/** The types of Rego in the order of their values. */
public enum RegoType {
    NULL("null"),
    BOOLEAN("boolean"),
    NUMBER("number"),
    STRING("string"),
    ARRAY("array"),
    OBJECT("object"),
    SET("set");

    private final String word;

    RegoType(String word) {
        this.word = word;
    }

    /** OPA's word for the type, as {@code type_name} answers it and as messages say it. */
    public String word() {
        return word;
    }
}
