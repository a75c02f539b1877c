package dev.mixer.adapters.jwt;

import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;

/**
 * Where an issuer's tokens may stand.
 *
 * @param name {@code authorization}, {@code token} or a key of the instance's {@code places}
 * @param prefix what stands before the token there; a text that begins otherwise holds no token
 */
public record Place(
        @Description("authorization, token or a key of the instance's places.")
        String name,

        @Description("What stands before the token there; a text that begins otherwise holds no token.")
        @DefaultValue("")
        String prefix) {
    static final String AUTHORIZATION = "authorization";
    static final String TOKEN = "token";

    public Place {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a place needs a name");
        }
        if (name.equals(AUTHORIZATION) && !prefix.isEmpty()) {
            throw new IllegalArgumentException("the place authorization has the prefix Bearer and no other");
        }
    }
}
