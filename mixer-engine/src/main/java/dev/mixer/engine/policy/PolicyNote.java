package dev.mixer.engine.policy;

/**
 * What became of one policy, for people.
 *
 * @param policy {@code name.namespace}
 * @param place {@code file:line:column}
 * @param action what its match means
 * @param dryRun whether it is only tried
 * @param matched whether it matches
 * @param reason the rule that matches, or the clauses that came nearest
 */
public record PolicyNote(String policy, String place, String action, boolean dryRun, boolean matched, String reason) {}
