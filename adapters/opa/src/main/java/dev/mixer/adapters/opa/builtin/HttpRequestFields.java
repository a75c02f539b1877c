package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import java.util.Set;

/** The fields that a request of {@code http.send} may have, by OPA's documents. */
public final class HttpRequestFields {
    private static final Set<String> KNOWN = Set.of(
            "body",
            "cache",
            "cache_ignored_headers",
            "caching_mode",
            "enable_redirect",
            "force_cache",
            "force_cache_duration_seconds",
            "force_json_decode",
            "force_yaml_decode",
            "headers",
            "max_retry_attempts",
            "method",
            "raise_error",
            "raw_body",
            "timeout",
            "tls_ca_cert",
            "tls_ca_cert_env_variable",
            "tls_ca_cert_file",
            "tls_client_cert",
            "tls_client_cert_env_variable",
            "tls_client_cert_file",
            "tls_client_key",
            "tls_client_key_env_variable",
            "tls_client_key_file",
            "tls_insecure_skip_verify",
            "tls_server_name",
            "tls_use_system_certs",
            "url");

    private HttpRequestFields() {}

    /**
     * Checks that a request has the fields that it must have, and no others.
     *
     * @param position of the request among the arguments, for the message
     */
    public static void check(RegoObject request, int position) throws BuiltinException {
        for (var key : request.keys()) {
            if (!(key instanceof RegoString(var name)) || !KNOWN.contains(name)) {
                throw new BuiltinException("argument " + position + " has a field that no request has");
            }
        }
        for (var required : Set.of("method", "url")) {
            if (request.get(required) == null) {
                throw new BuiltinException("argument " + position + " must have " + required);
            }
        }
    }
}
