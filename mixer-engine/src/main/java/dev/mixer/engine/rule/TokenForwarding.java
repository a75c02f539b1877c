package dev.mixer.engine.rule;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.HeaderNames;
import dev.mixer.engine.expression.CompiledExpression;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.HeaderOperation.Kind;
import dev.mixer.spi.HeaderOperation.Target;
import dev.mixer.spi.template.Jwt;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the application gets to see of the token that a RequestAuthentication accepted: claims in headers, and the token itself only
 * where that is wanted. The headers of claims are the host's own: what the client sends under their names is removed.
 *
 * @param issuers what is done with the tokens of each
 */
public record TokenForwarding(List<Issued> issuers) {
    /**
     * What is done with the tokens of one issuer.
     *
     * @param taken the headers whose token the application does not get
     * @param takenParameters parameters of the query whose token it does not get, where the front can carry that
     * @param payloadHeader gets all claims, JSON in base64url; null: none does
     * @param claims headers that get one claim each
     */
    record Issued(
            String issuer,
            List<TokenHeader> taken,
            List<TokenHeader> takenParameters,
            @Nullable String payloadHeader,
            List<ClaimHeader> claims) {
        Issued {
            taken = List.copyOf(taken);
            takenParameters = List.copyOf(takenParameters);
            claims = List.copyOf(claims);
        }
    }

    /**
     * A header or a parameter in which a token may stand.
     *
     * @param prefix what precedes the token, compared without case
     * @param value reads it
     */
    record TokenHeader(String name, String prefix, CompiledExpression value) {}

    /**
     * A header that gets a claim.
     *
     * @param path as {@link ClaimText#of}
     */
    record ClaimHeader(String name, List<String> path) {
        ClaimHeader {
            path = List.copyOf(path);
        }
    }

    public TokenForwarding {
        issuers = List.copyOf(issuers);
    }

    /**
     * Adds what is to be done with a call's headers.
     *
     * @param accepted what the token says; null: there is none that this policy accepts
     * @param operations by the header's name in lower case
     */
    public void apply(AttributeReader reader, Jwt.@Nullable Claims accepted, Map<String, HeaderOperation> operations) {
        for (var issued : issuers) {
            boolean its = accepted != null
                    && accepted.issuer().filter(issued.issuer()::equals).isPresent();
            var token = its ? accepted : null;
            if (issued.payloadHeader() != null) {
                write(
                        issued.payloadHeader(),
                        token == null ? null : token.payload().orElse(null),
                        operations);
            }
            for (var claim : issued.claims()) {
                var all = token == null ? null : token.rawClaims().orElse(null);
                write(claim.name(), all == null ? null : ClaimText.of(all, claim.path()), operations);
            }
            if (its) {
                issued.taken().forEach(header -> take(header, Target.REQUEST, reader, operations));
                issued.takenParameters().forEach(parameter -> take(parameter, Target.QUERY, reader, operations));
            }
        }
    }

    /** A value of one policy goes before the removal by another. */
    private static void write(String name, @Nullable String value, Map<String, HeaderOperation> operations) {
        var key = HeaderNames.fold(name);
        if (value != null && !value.isEmpty() && HeaderTemplate.isHeaderText(value)) {
            operations.put(key, HeaderOperation.replaceRequest(name, value));
        } else {
            operations.putIfAbsent(key, new HeaderOperation(Target.REQUEST, Kind.REMOVE, name, ""));
        }
    }

    private static void take(
            TokenHeader header, Target target, AttributeReader reader, Map<String, HeaderOperation> operations) {
        boolean holdsToken = header.value().evaluate(reader) instanceof String text
                && !text.isBlank()
                && text.strip()
                        .regionMatches(
                                true, 0, header.prefix(), 0, header.prefix().length());
        if (holdsToken) {
            // A parameter and a header may have one name; no header's name holds a question mark.
            var key = target == Target.QUERY ? "?" + header.name() : HeaderNames.fold(header.name());
            operations.putIfAbsent(key, new HeaderOperation(target, Kind.REMOVE, header.name(), ""));
        }
    }
}
