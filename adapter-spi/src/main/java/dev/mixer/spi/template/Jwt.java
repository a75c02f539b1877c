package dev.mixer.spi.template;

import static java.util.Objects.requireNonNull;

import dev.mixer.spi.AttributesInstance;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.Template;
import java.util.Map;
import java.util.Optional;

/**
 * Where a caller's token may stand. Whatever is empty holds none, so that an expression such as
 * {@code request.headers["authorization"] | ""} fits; a call without any token yields nothing.
 *
 * @param authorization an Authorization header: what follows the scheme Bearer is the token, other schemes hold none
 * @param token a token and nothing else
 * @param places further texts by the name of their place, for issuers whose tokens stand elsewhere
 */
@Template("jwt")
public record Jwt(
        @Description("An Authorization header; what follows Bearer is the token.") @DefaultValue("")
        String authorization,

        @Description("A token and nothing else.") @DefaultValue("")
        String token,

        @Description("Further texts by the name of their place, for issuers whose tokens stand elsewhere.")
        Map<String, String> places)
        implements AttributesInstance<Jwt.Claims> {
    public Jwt {
        requireNonNull(authorization, "authorization");
        requireNonNull(token, "token");
        places = Map.copyOf(places);
    }

    /**
     * What a token that was verified says; one component for each {@code request.auth.*} attribute.
     *
     * @param principal issuer and subject as {@code iss/sub}
     * @param issuer who made the token
     * @param subject whom it is about
     * @param audiences whom it is meant for, joined with a comma
     * @param presenter who may show it ({@code azp})
     * @param rawClaims all claims as JSON
     * @param payload the claims as the token carries them: JSON in base64url without padding (RFC 7515, 3.1)
     * @param claims the claims that are texts, numbers, truth values or lists of them; lists joined with a comma
     */
    public record Claims(
            Optional<String> principal,
            Optional<String> issuer,
            Optional<String> subject,
            Optional<String> audiences,
            Optional<String> presenter,
            Optional<String> rawClaims,
            Optional<String> payload,
            Optional<Map<String, String>> claims) {
        public Claims {
            requireNonNull(principal, "principal");
            requireNonNull(issuer, "issuer");
            requireNonNull(subject, "subject");
            requireNonNull(audiences, "audiences");
            requireNonNull(presenter, "presenter");
            requireNonNull(rawClaims, "rawClaims");
            requireNonNull(payload, "payload");
            claims = claims.map(Map::copyOf);
        }
    }
}
