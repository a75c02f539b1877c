package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoBoolean;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoSet;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Requests for {@code http.send} with the signature that servers of AWS ask for. */
final class AwsBuiltins {
    private AwsBuiltins() {}

    static List<Builtin> all() {
        return List.of(Builtin.of(
                "providers.aws.sign_req",
                (request, account, time, _) ->
                        signed(Operands.object(request, 1), Operands.object(account, 2), Operands.number(time, 3))));
    }

    private static RegoValue signed(RegoObject request, RegoObject account, RegoNumber time) throws BuiltinException {
        var signer = new AwsSignature(
                required(account, 2, "aws_access_key"),
                required(account, 2, "aws_secret_access_key"),
                account.get("aws_session_token") instanceof RegoString(var token) ? token : "",
                required(account, 2, "aws_region"),
                required(account, 2, "aws_service"),
                plain(account));
        if (!time.text().matches("-?[0-9]+") || time.asLong().isEmpty()) {
            throw new BuiltinException("argument 3 must be a whole number of 64 bits");
        }
        HttpRequestFields.check(request, 1);
        var url = required(request, 1, "url");
        var method = required(request, 1, "method");
        var headers = headers(request.get("headers"));
        var added =
                signer.sign(method, url, headers, body(request), time.asLong().getAsLong());
        var all = RegoObject.builder();
        headers.forEach(all::put);
        added.forEach(all::put);
        return RegoObject.builder().putAll(request).put("headers", all.build()).build();
    }

    private static boolean plain(RegoObject account) throws BuiltinException {
        return switch (account.get("disable_payload_signing")) {
            case null -> false;
            case RegoBoolean(var plain) -> plain;
            default -> throw new BuiltinException("disable_payload_signing of argument 2 must be a boolean");
        };
    }

    private static String required(RegoObject object, int position, String field) throws BuiltinException {
        if (object.get(field) instanceof RegoString(var text)) {
            return text;
        }
        throw new BuiltinException("argument " + position + " must have " + field + ", a string");
    }

    /** A value that is no string counts as an empty one, as in OPA. */
    private static Map<String, String> headers(@Nullable RegoValue value) throws BuiltinException {
        var headers = new TreeMap<String, String>();
        if (value == null) {
            return headers;
        }
        if (!(value instanceof RegoObject object)) {
            throw new BuiltinException("headers of argument 1 must be an object");
        }
        object.forEach((name, content) -> headers.put(
                name instanceof RegoString(var text) ? text : "", content instanceof RegoString(var text) ? text : ""));
        return headers;
    }

    private static String body(RegoObject request) throws BuiltinException {
        var raw = request.get("raw_body");
        if (raw != null) {
            return raw instanceof RegoString(var text) ? text : "";
        }
        var body = request.get("body");
        return body == null ? "" : GoJson.write(ordered(body));
    }

    /** Sets become arrays. */
    private static RegoValue ordered(RegoValue value) {
        return value instanceof RegoSet set ? new RegoArray(set.elements()) : value;
    }
}
