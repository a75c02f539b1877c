package dev.mixer.engine.config.spec;

import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.spi.Description;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.Status;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the client of a refused call gets.
 *
 * @param codes for which refusals; none: for all
 * @param status the HTTP status, 200 to 599; null: that of whoever refused, else the usual one for the code
 * @param headers response headers; their values are expressions
 * @param body null: that of whoever refused
 */
@Description("What the client of a refused call gets.")
public record DenialSpec(
        @Description("For which refusals; none: for all.") Set<Status.Code> codes,

        @Description("The HTTP status, 200 to 599; absent: that of whoever refused, else the usual one for the code.")
        @Nullable
        Long status,

        @Description("Response headers; their values are expressions.")
        List<HeaderChange> headers,

        @Description("The body of the response; absent: that of whoever refused.") @Nullable
        Body body) {
    public DenialSpec {
        codes = Set.copyOf(codes);
        headers = List.copyOf(headers);
        if (codes.contains(Status.Code.OK)) {
            throw new IllegalArgumentException("codes: OK is no refusal");
        }
        if (status != null && (status < 200 || status > 599)) {
            throw new IllegalArgumentException("status " + status + " is not in 200 to 599");
        }
        if (headers.stream().anyMatch(header -> header.operation() == HeaderOperation.Kind.REMOVE)) {
            throw new IllegalArgumentException("headers: there is nothing to REMOVE from a response of the host's own");
        }
        if (status == null && headers.isEmpty() && body == null) {
            throw new IllegalArgumentException("needs one of status, headers and body");
        }
    }

    /**
     * A body, in one of three forms.
     *
     * @param text an expression of type STRING
     * @param json JSON whose texts are expressions
     * @param html a page in which <code>{{ expression }}</code> stands for its value
     */
    public record Body(
            @Description("An expression of type STRING.") @Nullable
            SourceText text,

            @Description("JSON whose texts are expressions.") @Nullable
            YamlNode json,

            @Description("A page in which {{ expression }} stands for its value.") @Nullable
            SourceText html) {
        public Body {
            if (Stream.of(text, json, html).filter(java.util.Objects::nonNull).count() != 1) {
                throw new IllegalArgumentException("needs exactly one of text, json and html");
            }
        }
    }
}
