package dev.mixer.engine.policy;

import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.expression.Condition;
import dev.mixer.engine.expression.Expression;
import dev.mixer.engine.expression.ExpressionException;
import dev.mixer.engine.expression.Probe;

/** The attributes of a call that policies speak of, numbered for one configuration. */
final class PolicyVocabulary {
    private final Slots slots;
    private final ClaimSource claims;
    private final int mutualTls;
    private final int destinationPort;
    private final int protocol;
    private final int destinationLabels;
    private final int serviceName;

    /** Numbers what is read whatever the policies say; nothing is numbered once calls come. */
    PolicyVocabulary(Slots slots) {
        this.slots = slots;
        this.claims = new ClaimSource(slots);
        this.mutualTls = slot("connection.mtls");
        this.destinationPort = slot("destination.port");
        this.protocol = slot("context.protocol");
        this.destinationLabels = slot("destination.labels");
        this.serviceName = slot("destination.service.name");
    }

    int mutualTls() {
        return mutualTls;
    }

    int destinationPort() {
        return destinationPort;
    }

    int protocol() {
        return protocol;
    }

    int destinationLabels() {
        return destinationLabels;
    }

    int serviceName() {
        return serviceName;
    }

    private int slot(String name) {
        return slots.slot(slots.vocabulary().require(name));
    }

    /** The value of an expression over standard attributes. */
    Clause.Source value(String expression) {
        try {
            var compiled = Expression.compile(expression, slots, null);
            return new Clause.Source.Value(compiled, new Probe(expression, compiled));
        } catch (ExpressionException e) {
            throw new IllegalArgumentException(expression + ": " + e.problems(), e);
        }
    }

    /** One entry of a map of texts. */
    Clause.Source entry(String map, String key) {
        return value(map + "[\"" + key.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]");
    }

    Clause.Source claim(java.util.List<String> path) {
        return new Clause.Source.Claim(path, claims);
    }

    /** True for calls that are not HTTP. */
    Condition tcp() {
        return value("context.protocol") instanceof Clause.Source.Value(var _, var probe)
                ? new Condition.Test(probe, Condition.Operator.EQUALS, "tcp")
                : new Condition.Opaque();
    }
}
