package dev.mixer.server.front.envoy;

/** The fixed keys of the dynamic metadata that tells Envoy of a decision. */
public final class DecisionKeys {
    public static final String DECISION_ID = "decision_id";
    public static final String POLICY = "policy";
    public static final String REVISION = "revision";
    public static final String RULES = "rules";
    public static final String SHADOW = "shadow";

    /** Where the adapter opa tells {@code entrypoint} and {@code revision} of the policy that it asked. */
    public static final String REGO = "opa";

    private DecisionKeys() {}
}
