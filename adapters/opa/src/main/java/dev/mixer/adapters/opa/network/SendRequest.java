package dev.mixer.adapters.opa.network;

import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoBoolean;
import dev.mixer.adapters.opa.value.RegoNull;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A request of {@code http.send}.
 *
 * @param key what it is kept by: the fields without the headers that are to be ignored
 * @param forcedSeconds how long an answer is kept whatever the server says; 0: as the server says
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SendRequest(
        RegoObject key,
        String method,
        URI url,
        Map<String, String> headers,
        byte[] body,
        boolean redirects,
        boolean json,
        boolean yaml,
        boolean kept,
        long forcedSeconds,
        int retries,
        ClientTls tls) {
    /** They need what is the host's own: files and environment. */
    private static final List<String> NOT_FOR_POLICIES = List.of(
            "tls_ca_cert_file",
            "tls_ca_cert_env_variable",
            "tls_client_cert_file",
            "tls_client_cert_env_variable",
            "tls_client_key_file",
            "tls_client_key_env_variable");

    private static final List<String> NOT_SUPPORTED = List.of("tls_client_cert", "tls_client_key", "tls_server_name");

    /** What the client sets itself. */
    private static final Set<String> OWN_HEADERS =
            Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

    private static final int MOST_RETRIES = 10;

    static SendRequest read(RegoObject fields) throws RequestFailedException {
        for (var field : NOT_FOR_POLICIES) {
            if (fields.get(field) != null) {
                throw RequestFailedException.refused(field + ": files and variables of the host are not for policies");
            }
        }
        for (var field : NOT_SUPPORTED) {
            if (fields.get(field) != null) {
                throw RequestFailedException.refused(field + " is not supported");
            }
        }
        var method = string(fields, "method").toUpperCase(Locale.ROOT);
        if (!method.matches("[A-Z]+") || method.equals("CONNECT")) {
            throw RequestFailedException.refused("method is none");
        }
        boolean forced = flag(fields, "force_cache");
        return new SendRequest(
                key(fields),
                method,
                url(string(fields, "url")),
                headers(fields),
                body(fields),
                flag(fields, "enable_redirect"),
                flag(fields, "force_json_decode"),
                flag(fields, "force_yaml_decode"),
                forced || flag(fields, "cache"),
                forced ? whole(fields, "force_cache_duration_seconds", Integer.MAX_VALUE) : 0,
                fields.get("max_retry_attempts") == null ? 0 : (int) whole(fields, "max_retry_attempts", MOST_RETRIES),
                ClientTls.read(fields));
    }

    static URI url(String text) throws RequestFailedException {
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw RequestFailedException.refused("url is none");
        }
        var scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (url.getHost() == null || !Set.of("http", "https").contains(scheme)) {
            throw RequestFailedException.refused("url must be an http or https URL with a host");
        }
        if (url.getRawUserInfo() != null) {
            throw RequestFailedException.refused("url must not hold a user; use the header Authorization");
        }
        return url;
    }

    static String string(RegoObject fields, String field) throws RequestFailedException {
        if (fields.get(field) instanceof RegoString(var text)) {
            return text;
        }
        throw RequestFailedException.refused(field + " must be a string");
    }

    static boolean flag(RegoObject fields, String field) throws RequestFailedException {
        return switch (fields.get(field)) {
            case null -> false;
            case RegoBoolean(var flag) -> flag;
            default -> throw RequestFailedException.refused(field + " must be a boolean");
        };
    }

    private static long whole(RegoObject fields, String field, long most) throws RequestFailedException {
        if (fields.get(field) instanceof RegoNumber number) {
            long whole = number.asLong().orElse(-1);
            if (whole >= 0 && whole <= most) {
                return whole;
            }
        }
        throw RequestFailedException.refused(field + " must be a whole number of 0 to " + most);
    }

    private static Map<String, String> headers(RegoObject fields) throws RequestFailedException {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        var given = fields.get("headers");
        if (given == null) {
            return headers;
        }
        if (!(given instanceof RegoObject object)) {
            throw RequestFailedException.refused("headers must be an object");
        }
        for (var name : object.keys()) {
            if (!(name instanceof RegoString(var text)) || !(object.get(name) instanceof RegoString(var value))) {
                throw RequestFailedException.refused("headers must hold strings");
            }
            if (!text.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")
                    || OWN_HEADERS.contains(text.toLowerCase(Locale.ROOT))
                    || value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 127)) {
                throw RequestFailedException.refused("headers holds one that cannot be set");
            }
            headers.put(text, value);
        }
        return headers;
    }

    private static byte[] body(RegoObject fields) throws RequestFailedException {
        var text = fields.get("raw_body") != null
                ? string(fields, "raw_body")
                : fields.get("body") == null ? "" : Json.write(body(fields, "body"));
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static RegoValue body(RegoObject fields, String field) {
        var body = fields.get(field);
        return body == null ? RegoNull.NULL : body;
    }

    private static RegoObject key(RegoObject fields) throws RequestFailedException {
        var ignored = fields.get("cache_ignored_headers");
        if (ignored == null || ignored instanceof RegoNull) {
            return fields;
        }
        if (!(ignored instanceof RegoArray(var elements))
                || !elements.stream().allMatch(element -> element instanceof RegoString)) {
            throw RequestFailedException.refused("cache_ignored_headers must be an array of strings");
        }
        var names = new HashSet<>(elements);
        var key = RegoObject.builder();
        fields.forEach((field, value) -> {
            if (field.equals(RegoValue.of("headers")) && value instanceof RegoObject headers) {
                var left = RegoObject.builder();
                headers.forEach((name, content) -> {
                    if (!names.contains(name)) {
                        left.put(name, content);
                    }
                });
                key.put(field, left.build());
            } else if (!field.equals(RegoValue.of("cache_ignored_headers"))) {
                key.put(field, value);
            }
        });
        return key.build();
    }
}
