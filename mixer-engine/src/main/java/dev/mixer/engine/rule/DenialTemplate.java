package dev.mixer.engine.rule;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.HeaderNames;
import dev.mixer.spi.DirectResponse;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the client of a refused call gets, its values still expressions.
 *
 * @param codes for which refusals; none: for all
 * @param status the HTTP status; null: that of whoever refused, else the usual one
 * @param body null: that of whoever refused
 */
public record DenialTemplate(
        Set<Status.Code> codes,
        @Nullable Integer status,
        List<HeaderTemplate> headers,
        @Nullable DenialBody body) {
    private static final String CONTENT_TYPE = "content-type";

    public DenialTemplate {
        codes = Set.copyOf(codes);
        headers = List.copyOf(headers);
    }

    /** Whether it is for refusals with this code. */
    public boolean covers(Status.Code code) {
        return codes.isEmpty() || codes.contains(code);
    }

    /**
     * The response to a call.
     *
     * @param own that of whoever refused it; null: there is none
     */
    public DirectResponse response(AttributeReader reader, Status refusal, @Nullable DirectResponse own) {
        var set = new ArrayList<HeaderOperation>();
        headers.forEach(header -> header.apply(reader, set));
        var names = new HashSet<String>();
        set.forEach(operation -> names.add(HeaderNames.fold(operation.name())));
        if (body != null && names.add(CONTENT_TYPE)) {
            set.addFirst(HeaderOperation.replaceResponse(CONTENT_TYPE, body.contentType()));
        }
        if (own != null) {
            own.headers().stream()
                    .filter(operation -> !names.contains(HeaderNames.fold(operation.name())))
                    .forEach(set::add);
        }
        return new DirectResponse(httpStatus(refusal, own), text(reader, refusal, own), set);
    }

    private int httpStatus(Status refusal, @Nullable DirectResponse own) {
        if (status != null) {
            return status;
        }
        return own != null ? own.httpStatus() : DenialStatus.of(refusal.code());
    }

    private String text(AttributeReader reader, Status refusal, @Nullable DirectResponse own) {
        if (body != null) {
            return body.render(reader);
        }
        return own != null ? own.body() : refusal.message();
    }
}
