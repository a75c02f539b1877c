package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Signature Version 4 of AWS, as its documents on signing API requests define it.
 *
 * @param token of a session; empty: none
 * @param unsignedPayload whether the body is left out of the signature
 */
record AwsSignature(
        String accessKey, String secretKey, String token, String region, String service, boolean unsignedPayload) {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String SCOPE_END = "aws4_request";
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Proxies may change them. */
    private static final Set<String> NOT_SIGNED = Set.of("authorization", "user-agent", "x-amzn-trace-id");

    /** Secrets are nothing for messages. */
    @Override
    public String toString() {
        return "AwsSignature[" + region + "/" + service + "]";
    }

    /** The headers to be added to a request. */
    Map<String, String> sign(String method, String url, Map<String, String> headers, String body, long nanos)
            throws BuiltinException {
        var address = UriBuiltins.goUrl(url);
        var time = Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L));
        var digest = unsignedPayload ? "UNSIGNED-PAYLOAD" : sha256(body);
        var added = new TreeMap<String, String>();
        added.put("host", text(address, "Host"));
        added.put("x-amz-date", TIME.format(time));
        if (service.equals("s3") || service.equals("glacier")) {
            added.put("x-amz-content-sha256", digest);
        }
        if (!token.isEmpty()) {
            added.put("x-amz-security-token", token);
        }
        var signed = new TreeMap<>(added);
        headers.forEach((name, value) -> {
            var lower = name.toLowerCase(Locale.ROOT);
            if (!NOT_SIGNED.contains(lower)) {
                signed.put(lower, value);
            }
        });
        var names = String.join(";", signed.keySet());
        var request = new StringBuilder(method + "\n" + path(address) + "\n" + text(address, "RawQuery") + "\n");
        signed.forEach((name, value) -> request.append(name + ":" + value + "\n"));
        request.append("\n" + names + "\n" + digest);
        var scope = DATE.format(time) + "/" + region + "/" + service + "/" + SCOPE_END;
        var toSign = ALGORITHM + "\n" + TIME.format(time) + "\n" + scope + "\n" + sha256(request.toString());
        var signature = HexFormat.of().formatHex(hmac(key(DATE.format(time)), toSign));
        added.put(
                "Authorization",
                ALGORITHM + " Credential=" + accessKey + "/" + scope + ",SignedHeaders=" + names + ",Signature="
                        + signature);
        return added;
    }

    private byte[] key(String date) throws BuiltinException {
        var key = hmac(("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8), date);
        return hmac(hmac(hmac(key, region), service), SCOPE_END);
    }

    private static byte[] hmac(byte[] key, String message) throws BuiltinException {
        return HashBuiltins.hmac("HmacSHA256", key, message.getBytes(StandardCharsets.UTF_8));
    }

    private static String path(RegoObject address) {
        var raw = text(address, "RawPath");
        return raw.isEmpty() ? GoUrls.escapePath(text(address, "Path")) : raw;
    }

    private static String text(RegoObject address, String field) {
        return address.get(field) instanceof RegoString(var text) ? text : "";
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
