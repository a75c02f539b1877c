package dev.mixer.adapters.opa.input;

import dev.mixer.adapters.opa.projection.InputWriter;
import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoNull;
import dev.mixer.spi.template.RequestContext;
import java.nio.charset.StandardCharsets;

/** The body as its type says that it is to be read; null where it was cut off or is of another type. */
final class ParsedBody {
    private ParsedBody() {}

    /** @throws MalformedValueException if it must be JSON and is not */
    static void write(RequestContext request, InputWriter out) throws MalformedValueException {
        var body = request.body().orElse("");
        var type = request.headers().getOrDefault("content-type", "");
        if (body.isEmpty() || isTruncated(request)) {
            out.value(RegoNull.NULL);
        } else if (type.contains("application/json")) {
            out.value(Json.parse(body));
        } else if (type.contains("application/x-www-form-urlencoded")) {
            ParsedQuery.of(body).write(out);
        } else {
            out.value(RegoNull.NULL);
        }
    }

    /** Whether there is more of the body than the sidecar sent. */
    static boolean isTruncated(RequestContext request) {
        if (request.headers().getOrDefault("x-envoy-auth-partial-body", "").equals("true")) {
            return true;
        }
        var body = request.body().orElse("");
        var length = request.headers().get("content-length");
        return !body.isEmpty()
                && length != null
                && length.matches("[0-9]{1,18}")
                && Long.parseLong(length) > body.getBytes(StandardCharsets.UTF_8).length;
    }
}
