package dev.mixer.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a sidecar answers itself instead of asking the application.
 *
 * @param httpStatus 100 to 599 (RFC 9110)
 * @param body the body as text, maybe empty
 * @param headers response headers to set
 */
public record DirectResponse(int httpStatus, String body, List<HeaderOperation> headers) {
    public DirectResponse {
        if (httpStatus < 100 || httpStatus > 599) {
            throw new IllegalArgumentException("HTTP status " + httpStatus + " is not in 100 to 599");
        }
        requireNonNull(body, "body");
        headers = List.copyOf(headers);
    }
}
