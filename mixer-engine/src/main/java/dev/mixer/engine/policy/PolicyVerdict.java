package dev.mixer.engine.policy;

import java.util.List;

/**
 * What the policies say to a call.
 *
 * @param allowed whether it may pass
 * @param policy the one that decided, {@code name.namespace}; empty where none did: nothing was allowed, or nothing forbidden
 * @param reason for people; never sent to callers
 * @param audited the AUDIT policies that match
 * @param shadow what the policies that are only tried would change, for people; empty: nothing
 * @param shadowPolicy the one that would change it
 */
public record PolicyVerdict(
        boolean allowed, String policy, String reason, List<String> audited, String shadow, String shadowPolicy) {
    /** Where there is no policy. */
    public static final PolicyVerdict NO_POLICY = new PolicyVerdict(true, "", "", List.of(), "", "");

    public PolicyVerdict {
        audited = List.copyOf(audited);
    }

    static PolicyVerdict refused(String policy, String reason) {
        return new PolicyVerdict(false, policy, reason, List.of(), "", "");
    }
}
