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
        @Description("Which workloads; absent: those of the namespace.") @Nullable
        WorkloadSelector selector,

        @Description("As targetRefs, a single one.") @Nullable
        TargetReference targetRef,

        @Description("What else the policy is attached to.") List<TargetReference> targetRefs,
        @Description("One for each issuer.") List<JwtRule> jwtRules)
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
            @Description("As the claim iss.") SourceText issuer,

            @Description("One of which a token must name; none: any.")
            List<String> audiences,

            @Description("Where its keys are.") @Nullable SourceText jwksUri,
            @Description("Its keys.") @Nullable SourceText jwks,

            @Description("Where tokens stand; with all three empty: in authorization and access_token.")
            List<HeaderPlace> fromHeaders,

            @Description("Query parameters with tokens.") List<String> fromParams,
            @Description("Cookies with tokens.") List<String> fromCookies,

            @Description("A header that gets the claims.") @Nullable
            String outputPayloadToHeader,

            @Description("Whether the application gets the token.") @DefaultValue("false")
            boolean forwardOriginalToken,

            @Description("Headers that get single claims.") List<ClaimHeader> outputClaimToHeaders,

            @Description("How long a fetch of the keys may take.") @Nullable
            Duration timeout,

            @Description("Claims whose text is a list.") List<String> spaceDelimitedClaims) {}

    /**
     * A header with a token.
     *
     * @param name of the header
     * @param prefix before the token
     */
    public record HeaderPlace(
            @Description("The name of the header.") String name,

            @Description("What stands before the token.") @DefaultValue("")
            String prefix) {}

    /** A header that gets a claim. */
    public record ClaimHeader(
            @Description("The name of the header.") String header,
            @Description("The name of the claim.") String claim) {}
}
