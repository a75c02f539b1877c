package dev.mixer.engine.dispatch;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.ReferencedAttributes;
import dev.mixer.engine.config.spec.FailurePolicy;
import dev.mixer.engine.handler.LiveHandler;
import dev.mixer.engine.handler.Outcome;
import dev.mixer.engine.policy.PolicySet;
import dev.mixer.engine.policy.PolicyVerdict;
import dev.mixer.engine.rule.Action;
import dev.mixer.engine.rule.CallScope;
import dev.mixer.engine.rule.CompiledRule;
import dev.mixer.engine.rule.Snapshot;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.DirectResponse;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.QuotaResult;
import dev.mixer.spi.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One check from its matching rules to its decision. Its steps run one after another, on whichever thread answers last. */
final class CheckRun {
    /** An amount asked for: the name that the caller gets it under, and the actions that grant it. */
    private record QuotaWant(Call.Quotas.Ask ask, String dedupId, List<Action> actions) {}

    /** What the handler of a CUSTOM policy is asked, and its answer, there or still to come. */
    record CustomAnswer(String policy, Action action, CompletableFuture<Outcome<CheckResult>> outcome) {}

    private record QuotaAnswer(QuotaWant want, Action action, CompletableFuture<Outcome<List<QuotaResult>>> outcome) {}

    private final Call call;
    private final Snapshot snapshot;
    private final AttributeReader reader;
    private final DispatchMeters meters;
    private final Questions questions;
    private final List<Answer> answers = new ArrayList<>(4);
    private final Joined joined = new Joined();
    private Production production = Production.NONE;
    private CallScope scope = CallScope.ANY;
    private List<CustomAnswer> customs = List.of();
    private PolicyVerdict verdict = PolicyVerdict.NO_POLICY;
    private List<CompiledRule> rules = List.of();

    CheckRun(Call call, Snapshot snapshot, AttributeReader reader, DispatchMeters meters) {
        this.call = call;
        this.snapshot = snapshot;
        this.reader = reader;
        this.meters = meters;
        this.questions = new Questions(snapshot, reader, call.deadline(), call.trace());
    }

    CompletableFuture<Decision> run() {
        if (snapshot.producing().isEmpty()) {
            return check();
        }
        var scope = snapshot.scope(snapshot.producing(), reader);
        production = Production.ask(
                snapshot.producing().matching(reader, scope.namespace()),
                reader,
                new Production.Questions(call.deadline(), call.trace()));
        var answered = production.answered();
        return answered.isDone() ? afterProduction() : answered.thenCompose(_ -> afterProduction());
    }

    private CompletableFuture<Decision> afterProduction() {
        var refusal = reader.refusal();
        if (refusal != null) {
            return done(Mixer.invalid(refusal.reason()));
        }
        var failures = production.supply(reader);
        boolean accepted = production.accepted();
        for (var answer : production.answers()) {
            var result = answer.outcome().join().result();
            boolean overruled = accepted
                    && answer.rule().alternative()
                    && result != null
                    && !result.status().isOk();
            if (result != null && !overruled) {
                joined.live(result.validFor(), result.validUses());
                if (!result.status().isOk()) {
                    joined.fail(answer.action().handler(), result.status(), result.response());
                }
            }
        }
        for (var failure : failures) {
            joined.live(Duration.ZERO, 0);
            if (failure.refuses() && !(accepted && failure.rule().alternative())) {
                joined.fail(
                        failure.handler(),
                        Status.of(
                                Status.Code.PERMISSION_DENIED,
                                "the attributes could not be derived: " + failure.message()),
                        null);
            }
        }
        return joined.status.isOk() ? check() : finish(Map.of());
    }

    private CompletableFuture<Decision> check() {
        scope = snapshot.decidingScope(reader);
        if (scope.assumed()) {
            meters.assumedNamespaces().increment();
        }
        return snapshot.policies().isEmpty() ? checkRules() : checkPolicies();
    }

    private CompletableFuture<Decision> checkPolicies() {
        var evaluation = snapshot.policies().evaluate(reader, scope.namespace());
        verdict = evaluation.peer();
        if (!verdict.allowed()) {
            return afterPolicies();
        }
        var asked = new ArrayList<CustomAnswer>(0);
        for (var custom : evaluation.customs()) {
            var action = snapshot.provider(custom.handler());
            asked.add(new CustomAnswer(custom.policy(), action, questions.check(action)));
        }
        customs = asked;
        if (asked.stream().allMatch(answer -> answer.outcome().isDone())) {
            return afterCustoms(evaluation);
        }
        return CompletableFuture.allOf(asked.stream().map(CustomAnswer::outcome).toArray(CompletableFuture[]::new))
                .thenCompose(_ -> afterCustoms(evaluation));
    }

    private CompletableFuture<Decision> afterCustoms(PolicySet.Evaluation evaluation) {
        for (var custom : customs) {
            join(custom.action(), custom.outcome().join());
            if (!joined.status.isOk()) {
                verdict = new PolicyVerdict(
                        false, custom.policy(), "CUSTOM policy " + custom.policy() + " refuses it", List.of(), "", "");
                return finish(Map.of());
            }
        }
        verdict = evaluation.verdict();
        return afterPolicies();
    }

    private CompletableFuture<Decision> afterPolicies() {
        meters.count(verdict);
        if (verdict.allowed()) {
            return checkRules();
        }
        // The caller learns no more than that: which policy it was is for the operator.
        joined.refuse(Status.of(Status.Code.PERMISSION_DENIED, "RBAC: access denied"));
        return finish(Map.of());
    }

    private CompletableFuture<Decision> checkRules() {
        rules = snapshot.deciding().matching(reader, scope.namespace());
        var refusal = reader.refusal();
        if (refusal != null) {
            return done(Mixer.invalid(refusal.reason()));
        }
        boolean pending = false;
        for (var rule : rules) {
            for (var action : rule.checks()) {
                var answer = new Answer(rule, action, questions.check(action));
                answers.add(answer);
                pending |= !answer.outcome().isDone();
            }
        }
        if (!pending) {
            return afterChecks();
        }
        return CompletableFuture.allOf(answers.stream().map(Answer::outcome).toArray(CompletableFuture[]::new))
                .thenCompose(_ -> afterChecks());
    }

    /** The answers so far, for an explanation. */
    List<Answer> answers() {
        return answers;
    }

    /** What the handlers of CUSTOM policies answered, for an explanation. */
    List<CustomAnswer> customs() {
        return customs;
    }

    /** What attribute producers derived, for an explanation. */
    Production production() {
        return production;
    }

    private CompletableFuture<Decision> afterChecks() {
        var refusal = reader.refusal();
        if (refusal != null) {
            return done(Mixer.invalid(refusal.reason()));
        }
        for (var answer : answers) {
            join(answer.action(), answer.outcome().join());
        }
        if (!joined.status.isOk() || call.quotas() instanceof Call.Quotas.None) {
            return finish(Map.of());
        }
        var wants = wants();
        if (wants.isEmpty()) {
            return finish(Map.of());
        }
        return allocate(wants);
    }

    private void join(Action action, Outcome<CheckResult> answer) {
        var outcome = Questions.consistent(action, answer);
        var result = outcome.result();
        if (result == null) {
            // C6: what cannot be decided is refused, unless the user chose otherwise; never worth remembering.
            joined.live(Duration.ZERO, 0);
            if (action.handler().spec().failurePolicy() == FailurePolicy.DENY) {
                joined.fail(
                        action.handler(),
                        Status.of(Status.Code.PERMISSION_DENIED, "the check failed: " + outcome.failure()),
                        null);
            }
        } else if (!result.equals(CheckResult.NO_OPINION)) {
            joined.join(action.handler(), result);
        }
    }

    private List<QuotaWant> wants() {
        return switch (call.quotas()) {
            case Call.Quotas.None _ -> List.of();
            case Call.Quotas.Named(var asks, var dedupId) ->
                asks.stream()
                        .map(ask -> new QuotaWant(
                                ask, dedupId.isEmpty() ? "" : dedupId + ask.name(), actionsFor(ask.name())))
                        .toList();
            case Call.Quotas.EachOnce _ ->
                rules.stream()
                        .flatMap(rule -> rule.quotas().stream())
                        .map(action -> new QuotaWant(
                                new Call.Quotas.Ask(action.instance().name(), 1, false), "", List.of(action)))
                        .toList();
        };
    }

    private List<Action> actionsFor(String quota) {
        return rules.stream()
                .flatMap(rule -> rule.quotas().stream())
                .filter(action -> action.instance().shortName().equalsIgnoreCase(quota))
                .toList();
    }

    private CompletableFuture<Decision> allocate(List<QuotaWant> wants) {
        var asked = new ArrayList<QuotaAnswer>();
        for (var want : wants) {
            if (want.ask().amount() >= 1) {
                for (var action : want.actions()) {
                    asked.add(new QuotaAnswer(
                            want,
                            action,
                            questions.allocate(
                                    action, want.ask().amount(), want.ask().bestEffort(), want.dedupId())));
                }
            }
        }
        var all = asked.stream().map(QuotaAnswer::outcome).toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(all).thenCompose(_ -> finish(grants(wants, asked)));
    }

    private Map<String, Decision.QuotaGrant> grants(List<QuotaWant> wants, List<QuotaAnswer> asked) {
        var referenced = reader.referenced();
        var grants = new LinkedHashMap<String, Decision.QuotaGrant>();
        for (var want : wants) {
            var grant = ungoverned(want.ask(), referenced);
            for (var answer : asked) {
                if (answer.want().equals(want)) {
                    grant = smaller(grant, grant(answer, grant));
                }
            }
            // Several actions may grant under one name: all of them must.
            grants.merge(want.ask().name(), grant, CheckRun::smaller);
        }
        return grants;
    }

    /** A quota that nothing configures is granted whole, as Mixer does; what is no amount is not. */
    private static Decision.QuotaGrant ungoverned(Call.Quotas.Ask ask, ReferencedAttributes referenced) {
        return ask.amount() < 1
                ? new Decision.QuotaGrant(
                        Status.of(Status.Code.INVALID_ARGUMENT, "amount " + ask.amount() + " is below 1"),
                        0,
                        -1,
                        Duration.ZERO,
                        Duration.ZERO,
                        referenced)
                : new Decision.QuotaGrant(
                        Status.OK,
                        ask.amount(),
                        -1,
                        CheckResult.DEFAULT_LIFETIME,
                        CheckResult.DEFAULT_LIFETIME,
                        referenced);
    }

    private Decision.QuotaGrant grant(QuotaAnswer answer, Decision.QuotaGrant whole) {
        var outcome = answer.outcome().join();
        var results = outcome.result();
        if (results == null || results.size() != 1) {
            boolean allow = answer.action().handler().spec().failurePolicy() == FailurePolicy.ALLOW;
            var status = allow
                    ? Status.OK
                    : Status.of(
                            Status.Code.PERMISSION_DENIED,
                            answer.action().handler().spec().name() + ":the quota failed: "
                                    + (results == null
                                            ? outcome.failure()
                                            : results.size() + " results for 1 request"));
            return new Decision.QuotaGrant(
                    status, allow ? whole.granted() : 0, -1, Duration.ZERO, Duration.ZERO, whole.referenced());
        }
        var result = results.getFirst();
        return new Decision.QuotaGrant(
                result.status(),
                result.granted(),
                result.remaining(),
                result.validFor(),
                result.resetIn(),
                whole.referenced());
    }

    private static Decision.QuotaGrant smaller(Decision.QuotaGrant a, Decision.QuotaGrant b) {
        return (b.status().isOk() && a.granted() < b.granted()) || !a.status().isOk() ? a : b;
    }

    private CompletableFuture<Decision> finish(Map<String, Decision.QuotaGrant> grants) {
        var status = joined.status;
        var headers = new ArrayList<HeaderOperation>();
        if (call.quotas() instanceof Call.Quotas.EachOnce) {
            for (var grant : grants.values()) {
                if (grant.granted() < 1 && status.isOk()) {
                    status = grant.status().isOk()
                            ? Status.of(Status.Code.RESOURCE_EXHAUSTED, "quota exhausted")
                            : grant.status();
                }
            }
        }
        if (status.isOk()) {
            for (var rule : rules) {
                if (rule.outputs() > 0) {
                    reader.useOutputs(outputs(rule));
                }
                for (var header : rule.headers()) {
                    header.apply(reader, headers);
                }
            }
            headers.addAll(0, joined.headers);
            headers.addAll(0, production.forward(reader));
        }
        var response = status.isOk() ? null : response(status);
        var refusal = reader.refusal();
        if (refusal != null) {
            return done(Mixer.invalid(refusal.reason()));
        }
        return done(new Decision(
                status,
                joined.validFor,
                joined.validUses,
                reader.referenced(),
                headers,
                response,
                joined.metadata,
                grants,
                snapshot.revision(),
                rules.stream().map(CompiledRule::name).toList(),
                verdict,
                verdict.shadow(),
                null));
    }

    /** What the client of a refused call gets: as the first rule says that matches and means such refusals. */
    private @Nullable DirectResponse response(Status refusal) {
        var denying = snapshot.denying();
        if (!denying.isEmpty()) {
            var where = snapshot.scope(denying, reader);
            for (var rule : denying.matching(reader, where.namespace())) {
                for (var denial : rule.denials()) {
                    if (denial.covers(refusal.code())) {
                        return denial.response(reader, refusal, joined.response);
                    }
                }
            }
        }
        return joined.response;
    }

    private @Nullable Record[] outputs(CompiledRule rule) {
        var outputs = new @Nullable Record[rule.outputs()];
        for (var answer : answers) {
            int number = answer.action().output();
            if (answer.rule().equals(rule) && number != Action.NO_OUTPUT) {
                var result = Questions.consistent(
                                answer.action(), answer.outcome().join())
                        .result();
                outputs[number] = result == null ? null : result.output();
            }
        }
        return outputs;
    }

    private static CompletableFuture<Decision> done(Decision decision) {
        return CompletableFuture.completedFuture(decision);
    }

    /** Answers joined so far: the first failure's code, every failure's message, the shortest lifetime. */
    private static final class Joined {
        private Status status = Status.OK;
        private Duration validFor = CheckResult.DEFAULT_LIFETIME;
        private int validUses = CheckResult.DEFAULT_USES;
        private final List<HeaderOperation> headers = new ArrayList<>(0);
        private final List<String> metadata = new ArrayList<>(0);
        private @Nullable DirectResponse response;

        void join(LiveHandler handler, CheckResult result) {
            live(result.validFor(), result.validUses());
            if (result.metadata() != null) {
                metadata.add(result.metadata());
            }
            if (result.status().isOk()) {
                headers.addAll(result.headers());
                return;
            }
            fail(handler, result.status(), result.response());
        }

        void live(Duration duration, int uses) {
            validFor = validFor.compareTo(duration) <= 0 ? validFor : duration;
            validUses = Math.min(validUses, uses);
        }

        void refuse(Status refusal) {
            status = refusal;
        }

        void fail(LiveHandler handler, Status failure, @Nullable DirectResponse instead) {
            if (status.isOk()) {
                response = instead;
            }
            var message = handler.spec().name() + ":" + failure.message();
            status = status.isOk()
                    ? Status.of(failure.code(), message)
                    : Status.of(status.code(), status.message() + ", " + message);
        }
    }
}
