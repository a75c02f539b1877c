package dev.mixer.adapters.opa.network;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.Map;

/** Answers as policies see them. */
final class AnswerValue {
    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(201, "Created"),
            Map.entry(202, "Accepted"),
            Map.entry(203, "Non-Authoritative Information"),
            Map.entry(204, "No Content"),
            Map.entry(205, "Reset Content"),
            Map.entry(206, "Partial Content"),
            Map.entry(300, "Multiple Choices"),
            Map.entry(301, "Moved Permanently"),
            Map.entry(302, "Found"),
            Map.entry(303, "See Other"),
            Map.entry(304, "Not Modified"),
            Map.entry(307, "Temporary Redirect"),
            Map.entry(308, "Permanent Redirect"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(402, "Payment Required"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(406, "Not Acceptable"),
            Map.entry(408, "Request Timeout"),
            Map.entry(409, "Conflict"),
            Map.entry(410, "Gone"),
            Map.entry(412, "Precondition Failed"),
            Map.entry(413, "Request Entity Too Large"),
            Map.entry(414, "Request URI Too Long"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(422, "Unprocessable Entity"),
            Map.entry(428, "Precondition Required"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"));

    private AnswerValue() {}

    /** @param body what was read of the body, null in Rego where it was not */
    static RegoObject of(Answer answer, String text, RegoValue body) {
        var headers = RegoObject.builder();
        answer.headers()
                .forEach((name, values) -> headers.put(
                        name,
                        new RegoArray(
                                values.stream().<RegoValue>map(RegoString::new).toList())));
        return RegoObject.builder()
                .put("status", (answer.status() + " " + REASONS.getOrDefault(answer.status(), "")).strip())
                .put("status_code", RegoValue.of(answer.status()))
                .put("headers", headers.build())
                .put("raw_body", text)
                .put("body", body)
                .build();
    }

    /** What a policy sees of a failure when it asks for it with {@code raise_error: false}. */
    static RegoObject of(RequestFailedException failure) {
        return RegoObject.builder()
                .put("status_code", RegoValue.of(0))
                .put(
                        "error",
                        RegoObject.builder()
                                .put(
                                        "code",
                                        failure.isNetwork()
                                                ? "eval_http_send_network_error"
                                                : "eval_http_send_internal_error")
                                .put("message", String.valueOf(failure.getMessage()))
                                .build())
                .build();
    }
}
