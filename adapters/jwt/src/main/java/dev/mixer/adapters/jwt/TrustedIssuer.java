package dev.mixer.adapters.jwt;

import dev.mixer.spi.template.Jwt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** An issuer and its keys; judges what a token claims, its signature aside. Compared by identity. */
final class TrustedIssuer {
    private static final double LATEST = 253_402_300_799d; // the end of the year 9999

    private final Issuer issuer;
    private final KeySource source;
    private final boolean requireExpiry;
    private final Duration leeway;

    TrustedIssuer(Issuer issuer, KeySource source, JwtParameters parameters) {
        this.issuer = issuer;
        this.source = source;
        this.requireExpiry = parameters.requireExpiry();
        this.leeway = parameters.leeway();
    }

    KeySource source() {
        return source;
    }

    String name() {
        return issuer.issuer();
    }

    /** What one of its tokens says. */
    Jwt.Claims claims(Token token) {
        return ClaimTexts.of(token, issuer.spaceDelimitedClaims());
    }

    /** Whether its tokens may stand there with what precedes them. */
    boolean mayStandAt(Place place) {
        return issuer.places().contains(place);
    }

    /**
     * Refuses a token whose claims do not hold now, before the dearer work on its signature.
     *
     * @return when it expires; {@link Instant#MAX}: never
     */
    Instant requireValid(Token token, Instant now) throws RefusedTokenException {
        if (!issuer.allowed().contains(token.algorithm())) {
            throw new RefusedTokenException("the token is not signed with an algorithm that is allowed");
        }
        var claims = token.claims();
        var expires = time(claims, "exp");
        if (expires == null) {
            if (requireExpiry) {
                throw new RefusedTokenException("the token has no exp");
            }
            expires = Instant.MAX;
        }
        requireUnexpired(expires, now);
        requireStarted(claims, "nbf", "the token is not valid yet", now);
        requireStarted(claims, "iat", "the token was issued in the future", now);
        requireAudience(claims);
        if (claims.containsKey("sub") && !(claims.get("sub") instanceof String)) {
            throw new RefusedTokenException("the token is malformed: sub is no text");
        }
        for (var name : issuer.claimsRequired()) {
            if (claims.get(name) == null) {
                throw new RefusedTokenException("the token lacks a claim that is required: " + name);
            }
        }
        return expires;
    }

    /** Apart from {@link #requireValid}, because it is all that can change for a token that was verified. */
    void requireUnexpired(Instant expires, Instant now) throws RefusedTokenException {
        if (!expires.equals(Instant.MAX) && !now.isBefore(expires.plus(leeway))) {
            throw new RefusedTokenException("the token has expired");
        }
    }

    private void requireStarted(Map<String, Object> claims, String name, String message, Instant now)
            throws RefusedTokenException {
        var start = time(claims, name);
        if (start != null && now.isBefore(start.minus(leeway))) {
            throw new RefusedTokenException(message, Duration.between(now, start.minus(leeway)));
        }
    }

    private void requireAudience(Map<String, Object> claims) throws RefusedTokenException {
        var named = switch (claims.get("aud")) {
            case null -> List.<Object>of();
            case String one -> List.<Object>of(one);
            case List<?> several
            when several.stream().allMatch(String.class::isInstance) -> List.<Object>copyOf(several);
            default ->
                throw new RefusedTokenException("the token is malformed: aud is neither a text nor a list of them");
        };
        if (!issuer.audiences().isEmpty() && named.stream().noneMatch(issuer.audiences()::contains)) {
            throw new RefusedTokenException("the token is meant for another audience");
        }
    }

    /** A NumericDate (RFC 7519, 2). A text that looks like a number is none, nor is a time after the year 9999. */
    private static @org.jspecify.annotations.Nullable Instant time(Map<String, Object> claims, String name)
            throws RefusedTokenException {
        if (!claims.containsKey(name)) {
            return null;
        }
        if (claims.get(name) instanceof Number number) {
            double seconds = number.doubleValue();
            if (seconds >= 0 && seconds <= LATEST) {
                return Instant.ofEpochSecond(number.longValue());
            }
        }
        throw new RefusedTokenException("the token is malformed: " + name + " is no time");
    }
}
