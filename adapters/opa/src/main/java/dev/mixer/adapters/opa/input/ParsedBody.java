package dev.mixer.adapters.opa.input;

import dev.mixer.adapters.opa.projection.InputWriter;
import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoNull;
import dev.mixer.spi.template.RequestContext;
import java.nio.charset.StandardCharsets;

/**
 * The body as its type says that it is to be read; null where it was cut off or is of another type. Messages of gRPC are of another
 * type here: only with descriptors of their services could they be read.
 */
final class ParsedBody {
    private ParsedBody() {}

    /** @throws MalformedValueException if it must be JSON or a form and is not */
    static void write(RequestContext request, InputWriter out) throws MalformedValueException {
        var body = request.body().orElse("");
        var type = request.headers().getOrDefault("content-type", "");
        if (body.isEmpty() || isTruncated(request)) {
            out.value(RegoNull.NULL);
        } else if (type.contains("application/json")) {
            out.value(Json.parse(body));
        } else if (type.contains("application/x-www-form-urlencoded")) {
            ParsedQuery.ofForm(body).write(out);
        } else if (type.contains("multipart/form-data")) {
            var boundary = FieldParameters.parse(type).map(field -> field.get("boundary"));
            if (boundary.isEmpty() || boundary.get().isEmpty()) {
                out.value(RegoNull.NULL);
            } else {
                MultipartForm.of(body, boundary.get()).write(out);
            }
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
