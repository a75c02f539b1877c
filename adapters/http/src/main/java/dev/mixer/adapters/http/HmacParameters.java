package dev.mixer.adapters.http;

import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.Secret;

/**
 * A signature by which the server knows the sender, and an old request.
 *
 * @param secret known to both sides
 * @param header the header with the signature
 */
public record HmacParameters(
        @Description("What only this host and the server know.")
        Secret secret,

        @Description("The header with the signature, t=SECONDS,v1=HEX.") @DefaultValue("X-Mixer-Signature")
        String header) {
    public HmacParameters {
        if (secret.reveal().isEmpty()) {
            throw new IllegalArgumentException("hmac.secret is empty");
        }
    }
}
