package dev.mixer.adapters.opa.input;

import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoValue;
import dev.mixer.adapters.opa.value.Utf8Buffer;
import dev.mixer.spi.template.RequestContext;
import java.nio.charset.StandardCharsets;

/** The body as its type says that it is to be read; nothing where it was cut off or is of another type. */
sealed interface ParsedBody {
    /** Whether there is more of the body than the sidecar sent. */
    default boolean isTruncated() {
        return false;
    }

    /** Adds it as JSON. */
    void write(Utf8Buffer out);

    /** No body, or one that is not looked into. */
    record None(boolean isTruncated) implements ParsedBody {
        @Override
        public void write(Utf8Buffer out) {
            out.raw("null");
        }
    }

    /** {@code application/json}. */
    record Document(RegoValue value) implements ParsedBody {
        @Override
        public void write(Utf8Buffer out) {
            Json.write(value, out);
        }
    }

    /** {@code application/x-www-form-urlencoded}. */
    record Form(ParsedQuery fields) implements ParsedBody {
        @Override
        public void write(Utf8Buffer out) {
            fields.write(out);
        }
    }

    /**
     * The body of a request.
     *
     * @throws MalformedValueException if it must be JSON and is not
     */
    static ParsedBody of(RequestContext request) throws MalformedValueException {
        var body = request.body().orElse("");
        if (isCut(request, body)) {
            return new None(true);
        }
        var type = request.headers().getOrDefault("content-type", "");
        if (body.isEmpty()) {
            return new None(false);
        }
        if (type.contains("application/json")) {
            return new Document(Json.parse(body));
        }
        return type.contains("application/x-www-form-urlencoded") ? new Form(ParsedQuery.of(body)) : new None(false);
    }

    private static boolean isCut(RequestContext request, String body) {
        if (request.headers().getOrDefault("x-envoy-auth-partial-body", "").equals("true")) {
            return true;
        }
        var length = request.headers().get("content-length");
        if (length == null || body.isEmpty() || !length.matches("[0-9]{1,18}")) {
            return false;
        }
        return Long.parseLong(length) > body.getBytes(StandardCharsets.UTF_8).length;
    }
}
