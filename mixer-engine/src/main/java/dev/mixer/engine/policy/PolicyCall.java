package dev.mixer.engine.policy;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.expression.CompiledExpression;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One call as policies see it: its attributes, and the claims of its token, parsed at most once. Made for a call. */
final class PolicyCall {
    private final AttributeReader reader;
    private @Nullable Map<String, Object> claims;
    private boolean claimsParsed;

    PolicyCall(AttributeReader reader) {
        this.reader = reader;
    }

    AttributeReader reader() {
        return reader;
    }

    /** A value, or null where it is absent. */
    @Nullable
    Object value(CompiledExpression expression) {
        return expression.evaluate(reader);
    }

    /** A claim by its path: its elements where it is a list; none where it is absent or no text. */
    List<String> claim(List<String> path, ClaimSource source) {
        if (!claimsParsed) {
            claimsParsed = true;
            claims = source.parse(reader);
        }
        return claims == null ? List.of() : ClaimSource.elements(claims, path);
    }
}
