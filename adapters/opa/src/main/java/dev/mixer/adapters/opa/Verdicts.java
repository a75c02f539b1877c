package dev.mixer.adapters.opa;

import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoBoolean;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.DirectResponse;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.HeaderOperation.Kind;
import dev.mixer.spi.HeaderOperation.Target;
import dev.mixer.spi.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a policy says, in the host's words: a truth value, or an object with {@code allowed} and what goes with it, as OPA's Envoy
 * plug-in has it. Undefined is a refusal; anything else is a fault of the policy, for the handler's failure policy.
 */
final class Verdicts {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    /** What tokens do not have of ASCII's visible characters. */
    private static final String DELIMITERS = "\"(),/:;<=>?@[\\]{}";

    private final CheckResult allowed;
    private final CheckResult refused;
    private final CheckResult undefined;

    /**
     * @param rule the path of the rule that decides
     * @param like an answer with the lifetime that answers of the policy have
     */
    Verdicts(String rule, CheckResult like) {
        allowed = like;
        refused = refusal(like, Status.Code.PERMISSION_DENIED, "refused by " + rule);
        undefined = refusal(like, Status.Code.PERMISSION_DENIED, rule + " is undefined");
    }

    private static CheckResult refusal(CheckResult like, Status.Code code, String message) {
        return CheckResult.of(Status.of(code, message)).validFor(like.validFor(), like.validUses());
    }

    CheckResult allowed() {
        return allowed;
    }

    CheckResult refused() {
        return refused;
    }

    /**
     * The answer for a value.
     *
     * @param value null: undefined
     */
    CheckResult of(@Nullable RegoValue value) throws AdapterException {
        return switch (value) {
            case null -> undefined;
            case RegoBoolean flag -> flag.value() ? allowed : refused;
            case RegoObject object -> ofObject(object);
            default -> throw fault("the policy's result is " + words(value) + ", neither true, false nor an object");
        };
    }

    private CheckResult ofObject(RegoObject object) throws AdapterException {
        if (!(object.get("allowed") instanceof RegoBoolean verdict)) {
            throw fault("the policy's result is an object without allowed: true or false");
        }
        var result = verdict.value() ? allow(object) : refuse(object);
        var metadata = object.get("dynamic_metadata");
        if (metadata == null) {
            return result;
        }
        if (!(metadata instanceof RegoObject)) {
            throw fault("dynamic_metadata of the policy's result is " + words(metadata) + ", not an object");
        }
        return result.withMetadata(Json.write(metadata));
    }

    private CheckResult allow(RegoObject object) throws AdapterException {
        var headers = new ArrayList<HeaderOperation>();
        headers(object, "headers", Target.REQUEST, headers);
        headers(object, "response_headers_to_add", Target.RESPONSE, headers);
        headers(object, "query_parameters_to_set", Target.QUERY, headers);
        switch (object.get("request_headers_to_remove")) {
            case null -> {}
            case RegoArray names -> {
                for (var name : names) {
                    headers.add(operation(Target.REQUEST, Kind.REMOVE, text(name, "request_headers_to_remove"), ""));
                }
            }
            case RegoValue other ->
                throw fault("request_headers_to_remove of the policy's result is " + words(other) + ", not a list");
        }
        return headers.isEmpty() ? allowed : allowed.withHeaders(headers);
    }

    private CheckResult refuse(RegoObject object) throws AdapterException {
        var headers = new ArrayList<HeaderOperation>();
        headers(object, "headers", Target.RESPONSE, headers);
        var body = object.get("body");
        var status = object.get("http_status");
        if (headers.isEmpty() && body == null && status == null) {
            return refused;
        }
        int httpStatus = status == null ? FORBIDDEN : httpStatus(status);
        var base = httpStatus == UNAUTHORIZED
                ? refusal(allowed, Status.Code.UNAUTHENTICATED, refused.status().message())
                : refused;
        return base.withResponse(new DirectResponse(httpStatus, body == null ? "" : text(body, "body"), headers));
    }

    private static int httpStatus(RegoValue status) throws AdapterException {
        if (status instanceof RegoNumber number
                && number.asLong().isPresent()
                && number.asLong().getAsLong() >= 200
                && number.asLong().getAsLong() <= 599) {
            return (int) number.asLong().getAsLong();
        }
        throw fault("http_status of the policy's result is " + Json.write(status) + ", not 200 to 599");
    }

    /** An object, or a list of objects, whose values are texts or lists of them. */
    private static void headers(RegoObject result, String key, Target target, List<HeaderOperation> headers)
            throws AdapterException {
        switch (result.get(key)) {
            case null -> {}
            case RegoObject object -> add(object, key, target, headers);
            case RegoArray list -> {
                for (var element : list) {
                    if (!(element instanceof RegoObject object)) {
                        throw fault(key + " of the policy's result holds " + words(element) + ", not an object");
                    }
                    add(object, key, target, headers);
                }
            }
            case RegoValue other -> throw fault(key + " of the policy's result is " + words(other) + ", not an object");
        }
    }

    private static void add(RegoObject object, String key, Target target, List<HeaderOperation> headers)
            throws AdapterException {
        for (int i = 0; i < object.size(); i++) {
            var name = text(object.keys().get(i), key);
            var values = object.values().get(i) instanceof RegoArray list
                    ? list.elements()
                    : List.of(object.values().get(i));
            var kind = Kind.REPLACE;
            for (var value : values) {
                headers.add(operation(target, kind, name, text(value, key)));
                kind = Kind.APPEND;
            }
        }
    }

    private static HeaderOperation operation(Target target, Kind kind, String name, String value)
            throws AdapterException {
        if (target != Target.QUERY && !isHeaderName(name)) {
            throw fault(
                    "a header of the policy's result cannot be sent: its name has characters that names do not have");
        }
        try {
            return new HeaderOperation(target, kind, name, value);
        } catch (IllegalArgumentException e) {
            throw fault("a header of the policy's result cannot be sent: " + e.getMessage());
        }
    }

    /** A token (RFC 9110, 5.6.2), or one of HTTP/2's own names, which begin with a colon. */
    private static boolean isHeaderName(String name) {
        int start = name.startsWith(":") ? 1 : 0;
        for (int i = start; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c >= 0x7f || DELIMITERS.indexOf(c) >= 0) {
                return false;
            }
        }
        return name.length() > start;
    }

    private static String text(RegoValue value, String key) throws AdapterException {
        return switch (value) {
            case RegoString(var text) -> text;
            case RegoNumber number -> number.text();
            case RegoBoolean flag -> flag.toString();
            default -> throw fault(key + " of the policy's result holds " + words(value) + ", not a text");
        };
    }

    private static String words(RegoValue value) {
        var type = value.type().name().toLowerCase(Locale.ROOT);
        return ("aeiou".indexOf(type.charAt(0)) < 0 ? "a " : "an ") + type;
    }

    private static AdapterException fault(String message) {
        return AdapterException.permanent(message, null);
    }
}
