package dev.mixer.engine.config.policy;

import dev.mixer.engine.config.yaml.SourceText;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens are believed (Istio, security.istio.io).
 *
 * @param selector which workloads; null: those of the namespace
 * @param targetRef as targetRefs, a single one
 * @param targetRefs what else the policy is attached to
 * @param jwtRules one for each issuer
 */
@Description("Which tokens are believed (Istio, security.istio.io).")
public record RequestAuthenticationSpec(
        @Nullable WorkloadSelector selector,
        @Nullable TargetReference targetRef,
        List<TargetReference> targetRefs,
        List<JwtRule> jwtRules)
        implements PolicySpec {
    public RequestAuthenticationSpec {
        targetRefs = List.copyOf(targetRefs);
        jwtRules = List.copyOf(jwtRules);
        if (selector != null && (targetRef != null || !targetRefs.isEmpty())) {
            throw new IllegalArgumentException("only one of selector and targetRefs");
        }
    }

    /**
     * One issuer.
     *
     * @param issuer as the claim iss
     * @param audiences of which a token must name one; none: any
     * @param jwksUri where its keys are
     * @param jwks its keys
     * @param fromHeaders where tokens stand; with all three empty: in authorization and access_token
     * @param fromParams query parameters
     * @param fromCookies cookies
     * @param outputPayloadToHeader a header that gets the claims
     * @param forwardOriginalToken whether the application gets the token
     * @param outputClaimToHeaders headers that get single claims
     * @param timeout of a fetch of the keys
     * @param spaceDelimitedClaims claims whose text is a list
     */
    public record JwtRule(
            SourceText issuer,
            List<String> audiences,
            @Nullable SourceText jwksUri,
            @Nullable SourceText jwks,
            List<HeaderPlace> fromHeaders,
            List<String> fromParams,
            List<String> fromCookies,
            @Nullable String outputPayloadToHeader,
            @DefaultValue("false") boolean forwardOriginalToken,
            List<ClaimHeader> outputClaimToHeaders,
            @Nullable Duration timeout,
            List<String> spaceDelimitedClaims) {}

    /**
     * A header with a token.
     *
     * @param name of the header
     * @param prefix before the token
     */
    public record HeaderPlace(String name, @DefaultValue("") String prefix) {}

    /** A header that gets a claim. */
    public record ClaimHeader(String header, String claim) {}
}
