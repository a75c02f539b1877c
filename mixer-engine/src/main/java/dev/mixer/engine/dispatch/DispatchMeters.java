package dev.mixer.engine.dispatch;

import dev.mixer.engine.meter.MeterRegistry;
import dev.mixer.engine.policy.PolicyVerdict;
import java.util.List;

/**
 * What is counted of all calls.
 *
 * @param checks decided
 * @param denials of them
 * @param records taken in
 * @param reportFailures reports of which a part failed
 * @param sampledOut records that the sampling of a rule kept from its handlers
 * @param assumedNamespaces calls that do not say whose rules apply
 * @param shadowFailures checks of which the rules on trial could not be asked
 * @param registry where what is counted by policy is found
 */
record DispatchMeters(
        MeterRegistry.Counter checks,
        MeterRegistry.Counter denials,
        MeterRegistry.Counter records,
        MeterRegistry.Counter reportFailures,
        MeterRegistry.Counter sampledOut,
        MeterRegistry.Counter assumedNamespaces,
        MeterRegistry.Counter shadowFailures,
        MeterRegistry registry) {
    static DispatchMeters in(MeterRegistry meters) {
        return new DispatchMeters(
                meters.counter("mixer_checks_total", "Checks decided."),
                meters.counter("mixer_check_denials_total", "Checks that were not OK."),
                meters.counter("mixer_report_records_total", "Records of reports taken in."),
                meters.counter("mixer_report_failures_total", "Reports of which a part failed."),
                meters.counter(
                        "mixer_report_sampled_out_total",
                        "Records that the sampling of a rule kept from its handlers."),
                meters.counter(
                        "mixer_assumed_namespaces_total",
                        "Checks and records that do not say whose rules apply, so that those of the default namespace"
                                + " do."),
                meters.counter("mixer_shadow_failures_total", "Checks of which the rules on trial could not be asked."),
                meters);
    }

    /** Counts what rules and handlers on trial would have refused, of calls that passed. */
    void count(List<ShadowRun.Trial> refusals) {
        for (var trial : refusals) {
            registry.counter(
                            "mixer_rule_shadow_changes_total",
                            "Checks that passed and that a rule or handler on trial would have refused.",
                            "rule",
                            trial.rule().name(),
                            "handler",
                            trial.action().handler().spec().name())
                    .increment();
        }
    }

    /** Counts what policies did, and what those that are tried would do, policy by policy. */
    void count(PolicyVerdict verdict) {
        if (!verdict.allowed()) {
            registry.counter(
                            "mixer_policy_denials_total",
                            "Checks that a policy refused; without a policy's name: that none allowed.",
                            "policy",
                            verdict.policy())
                    .increment();
        }
        if (!verdict.shadow().isEmpty()) {
            registry.counter(
                            "mixer_policy_shadow_changes_total",
                            "Checks that would have ended otherwise, were the policies in force that are only tried.",
                            "policy",
                            verdict.shadowPolicy())
                    .increment();
        }
        for (var policy : verdict.audited()) {
            registry.counter("mixer_policy_audits_total", "Checks that an AUDIT policy matches.", "policy", policy)
                    .increment();
        }
    }
}
