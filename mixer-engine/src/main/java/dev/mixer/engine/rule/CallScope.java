package dev.mixer.engine.rule;

/**
 * Whose rules apply to a call, beside those of the root namespace.
 *
 * @param namespace its name; empty where no rule asks
 * @param assumed whether the call does not say, so that the host's default stands for it
 */
public record CallScope(String namespace, boolean assumed) {
    /** Of a configuration without a rule for one namespace only. */
    public static final CallScope ANY = new CallScope("", false);
}
