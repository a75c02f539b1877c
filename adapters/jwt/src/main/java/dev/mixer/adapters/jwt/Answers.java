package dev.mixer.adapters.jwt;

import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AttributesResult;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.DirectResponse;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.Status;
import dev.mixer.spi.template.Jwt;
import dev.mixer.spi.template.JwtCheck;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Verdicts in the terms of the host, for both templates. */
final class Answers {
    private static final int UNAUTHORIZED = 401;
    private static final String INVALID_TOKEN = "Bearer error=\"invalid_token\"";

    private final TokenVerifier verifier;
    private final Duration cachingInterval;
    private final int cachingUseCount;

    Answers(TokenVerifier verifier, JwtParameters parameters) {
        this.verifier = verifier;
        this.cachingInterval = parameters.cachingInterval();
        this.cachingUseCount = (int) parameters.cachingUseCount();
    }

    /** Attributes; none where there is no token, a refusal where one does not count. */
    CompletionStage<AttributesResult<Jwt.Claims>> derive(Jwt where) throws AdapterException {
        return verifier.verify(where.authorization(), where.token(), where.places())
                .thenApply(verdict -> switch (verdict) {
                    case Verdict.Absent() ->
                        AttributesResult.<Jwt.Claims>nothing().validFor(cachingInterval, cachingUseCount);
                    case Verdict.Valid(var claims, var left) ->
                        AttributesResult.of(claims).validFor(bounded(left), cachingUseCount);
                    case Verdict.Invalid(var reason, var validFor) ->
                        AttributesResult.<Jwt.Claims>refused(unauthenticated(reason))
                                .validFor(bounded(validFor), cachingUseCount)
                                .withResponse(challenge(INVALID_TOKEN));
                });
    }

    /** Refuses calls without a token too, and says in the terms of RFC 6750 what is missing. */
    CompletionStage<CheckResult> check(JwtCheck where) throws AdapterException {
        return verifier.verify(where.authorization(), where.token(), where.places())
                .thenApply(verdict -> switch (verdict) {
                    case Verdict.Absent() -> denied("a token is required", cachingInterval, "Bearer");
                    case Verdict.Valid(var claims, var left) ->
                        CheckResult.ok()
                                .validFor(bounded(left), cachingUseCount)
                                .withOutput(claims);
                    case Verdict.Invalid(var reason, var validFor) -> denied(reason, bounded(validFor), INVALID_TOKEN);
                });
    }

    private CheckResult denied(String reason, Duration validFor, String challenge) {
        return CheckResult.of(unauthenticated(reason))
                .validFor(validFor, cachingUseCount)
                .withResponse(challenge(challenge));
    }

    /** It tells what RFC 6750 (3) asks for and no more; the reason goes to the status, for the operator. */
    private static DirectResponse challenge(String text) {
        return new DirectResponse(UNAUTHORIZED, "", List.of(HeaderOperation.replaceResponse("www-authenticate", text)));
    }

    private Duration bounded(Duration left) {
        return left.compareTo(cachingInterval) < 0 ? left : cachingInterval;
    }

    private static Status unauthenticated(String reason) {
        return Status.of(Status.Code.UNAUTHENTICATED, reason);
    }
}
