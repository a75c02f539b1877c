package dev.mixer.adapters.jwt;

import dev.mixer.spi.AdapterException;
import dev.mixer.spi.Host;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Judges tokens. Never waits for the network itself: where a key is missing, the answer comes when it was looked for. */
final class TokenVerifier {
    private final Map<String, TrustedIssuer> issuers;
    private final TokenFinder finder;
    private final TokenCache cache;
    private final InstantSource clock;
    private final Duration minRefresh;
    private final long longest;
    private final Host.Counter cached;
    private final Host.Counter verified;
    private final Host.Counter refused;

    /** What one attempt with the keys at hand came to. */
    private sealed interface Attempt {
        /** It is decided. */
        record Decided(Verdict verdict) implements Attempt {}

        /** There are no keys, or none with the token's id. */
        record KeyMissing(TrustedIssuer issuer) implements Attempt {}
    }

    TokenVerifier(JwtParameters parameters, List<TrustedIssuer> issuers, Host host) {
        this.issuers = issuers.stream().collect(Collectors.toUnmodifiableMap(TrustedIssuer::name, Function.identity()));
        this.finder = new TokenFinder(parameters.issuers());
        this.cache = new TokenCache((int) parameters.cachedTokens());
        this.clock = host.clock();
        this.minRefresh = parameters.minRefreshInterval();
        this.longest = parameters.maxTokenSize().bytes();
        this.cached = counter(host, "cached");
        this.verified = counter(host, "verified");
        this.refused = counter(host, "refused");
        host.meters().gauge("jwt_cached_tokens", "Verified tokens that are remembered.", cache::size);
    }

    /**
     * Judges the token that stands in one of the texts.
     *
     * @throws AdapterException if the instance names a place that is no issuer's; the stage fails where there are no keys
     */
    CompletionStage<Verdict> verify(String authorization, String token, Map<String, String> places)
            throws AdapterException {
        try {
            var found = finder.find(authorization, token, places);
            if (found.isEmpty()) {
                return CompletableFuture.completedFuture(new Verdict.Absent());
            }
            var one = found.entrySet().iterator().next();
            return verify(one.getKey(), one.getValue());
        } catch (RefusedTokenException e) {
            return CompletableFuture.completedFuture(refusal(e));
        }
    }

    private CompletionStage<Verdict> verify(String text, Place place) throws RefusedTokenException {
        if (text.length() > longest) {
            throw new RefusedTokenException("the token is longer than " + longest + " bytes");
        }
        var digest = TokenCache.digest(text);
        return switch (attempt(text, place, digest)) {
            case Attempt.Decided(var verdict) -> CompletableFuture.completedFuture(verdict);
            case Attempt.KeyMissing(var issuer) -> {
                var refreshed = issuer.source().refreshSoon();
                yield refreshed == null
                        ? CompletableFuture.completedStage(issuer).thenCompose(this::withoutKey)
                        : refreshed.thenCompose(_ -> again(text, place, digest));
            }
        };
    }

    private CompletionStage<Verdict> again(String text, Place place, ByteBuffer digest) {
        try {
            return switch (attempt(text, place, digest)) {
                case Attempt.Decided(var verdict) -> CompletableFuture.completedFuture(verdict);
                case Attempt.KeyMissing(var issuer) -> withoutKey(issuer);
            };
        } catch (RefusedTokenException e) {
            return CompletableFuture.completedFuture(refusal(e));
        }
    }

    /** Without any keys nothing is known of the token; that is the handler's failure, not the caller's. */
    private CompletionStage<Verdict> withoutKey(TrustedIssuer issuer) {
        if (issuer.source().current(clock.instant()) == null) {
            return CompletableFuture.failedFuture(AdapterException.transientFailure(
                    "keys not loaded: " + issuer.source().state().detail(), null));
        }
        return CompletableFuture.completedFuture(
                refusal(new RefusedTokenException("the token is not signed with a key of its issuer", minRefresh)));
    }

    private Attempt attempt(String text, Place place, ByteBuffer digest) throws RefusedTokenException {
        var now = clock.instant();
        var known = cache.get(digest);
        if (known != null) {
            var current = known.issuer().source().current(now);
            if (current != null
                    && current.keys() == known.keys()
                    && known.issuer().mayStandAt(place)) {
                known.issuer().requireUnexpired(known.expires(), now);
                cached.add(1);
                return new Attempt.Decided(valid(known, current, now));
            }
            cache.remove(digest);
        }
        return judge(Token.read(text), place, digest, now);
    }

    private Attempt judge(Token token, Place place, ByteBuffer digest, Instant now) throws RefusedTokenException {
        var issuer = token.claims().get("iss") instanceof String name ? issuers.get(name) : null;
        if (issuer == null) {
            throw new RefusedTokenException("the token is of an issuer that is not trusted");
        }
        if (!issuer.mayStandAt(place)) {
            throw new RefusedTokenException("the token stands where those of its issuer may not");
        }
        var expires = issuer.requireValid(token, now);
        var current = issuer.source().current(now);
        if (current == null) {
            return new Attempt.KeyMissing(issuer);
        }
        var candidates = current.keys().candidates(token);
        if (candidates.stream().anyMatch(key -> key.verifies(token))) {
            verified.add(1);
            var entry = new TokenCache.Verified(issuer, current.keys(), expires, issuer.claims(token));
            cache.put(digest, entry);
            return new Attempt.Decided(valid(entry, current, now));
        }
        boolean keyIsThere = token.keyId() != null
                && candidates.stream().anyMatch(key -> token.keyId().equals(key.id()));
        if (keyIsThere) {
            throw new RefusedTokenException("the token's signature does not verify");
        }
        return new Attempt.KeyMissing(issuer);
    }

    /** The leeway is for clocks that differ, not a longer life: within it nobody may reuse the answer. */
    private static Verdict valid(TokenCache.Verified token, KeySource.Current keys, Instant now) {
        var end = token.expires().isBefore(keys.until()) ? token.expires() : keys.until();
        return new Verdict.Valid(token.claims(), end.isAfter(now) ? until(now, end) : Duration.ZERO);
    }

    private static Duration until(Instant now, Instant end) {
        return end.equals(Instant.MAX) ? Duration.ofDays(1) : Duration.between(now, end);
    }

    private Verdict refusal(RefusedTokenException e) {
        refused.add(1);
        return new Verdict.Invalid(e.reason(), e.validFor());
    }

    private static Host.Counter counter(Host host, String result) {
        return host.meters().counter("jwt_tokens", "Tokens that were looked at.", "result", result);
    }
}
