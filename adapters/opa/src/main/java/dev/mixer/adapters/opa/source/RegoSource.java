package dev.mixer.adapters.opa.source;

/**
 * A module of Rego.
 *
 * @param name how messages call it: its path, or where in the configuration it stands
 * @param text what it says
 */
public record RegoSource(String name, String text) {
    /** Whether it only tests others, by its name. */
    public boolean isTest() {
        return name.endsWith("_test.rego");
    }
}
