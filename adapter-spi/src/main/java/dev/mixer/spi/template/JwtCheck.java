package dev.mixer.spi.template;

import static java.util.Objects.requireNonNull;

import dev.mixer.spi.CheckInstance;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.Template;
import java.util.Map;

/**
 * Where the token stands that a caller must show. Unlike {@link Jwt} it refuses a call without one, and its denials can
 * tell the caller how to do better ({@code www-authenticate}).
 *
 * @param authorization an Authorization header: what follows the scheme Bearer is the token, other schemes hold none
 * @param token a token and nothing else
 * @param places further texts by the name of their place, for issuers whose tokens stand elsewhere
 */
@Template("jwtcheck")
public record JwtCheck(
        @Description("An Authorization header; what follows Bearer is the token.") @DefaultValue("")
        String authorization,

        @Description("A token and nothing else.") @DefaultValue("")
        String token,

        @Description("Further texts by the name of their place, for issuers whose tokens stand elsewhere.")
        Map<String, String> places)
        implements CheckInstance<Jwt.Claims> {
    public JwtCheck {
        requireNonNull(authorization, "authorization");
        requireNonNull(token, "token");
        places = Map.copyOf(places);
    }
}
