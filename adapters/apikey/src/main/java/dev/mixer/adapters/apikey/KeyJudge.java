package dev.mixer.adapters.apikey;

import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AttributesResult;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.Status;
import dev.mixer.spi.template.ApiKey;
import dev.mixer.spi.template.ApiKeyCaller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Judges the keys that callers show. Messages say nothing of the key. */
final class KeyJudge {
    private static final Status MISSING = unauthenticated("an API key is required");
    private static final Status UNKNOWN = unauthenticated("the API key is not known");
    private static final Status EXPIRED = unauthenticated("the API key has expired");
    private static final Status ELSEWHERE =
            Status.of(Status.Code.PERMISSION_DENIED, "the API key is not for this service");

    private final KeyFile file;
    private final Digester digester;
    private final InstantSource clock;
    private final Duration cachingInterval;
    private final int uses;

    KeyJudge(ApiKeyParameters parameters, KeyFile file, InstantSource clock) {
        this.file = file;
        this.digester = new Digester(parameters.pepper());
        this.clock = clock;
        this.cachingInterval = parameters.cachingInterval();
        this.uses = (int) parameters.cachingUseCount();
    }

    CheckResult check(ApiKey call) throws AdapterException {
        if (call.apiKey().isEmpty()) {
            return new CheckResult(MISSING, cachingInterval, uses);
        }
        var now = clock.instant();
        var keys = keys(now);
        var entry = keys.table().find(digester.digest(call.apiKey()));
        if (entry == null) {
            return new CheckResult(UNKNOWN, lifetime(now, keys.until()), uses);
        }
        if (entry.hasExpired(now)) {
            return new CheckResult(EXPIRED, lifetime(now, keys.until()), uses);
        }
        var lifetime = lifetime(now, earlier(keys.until(), entry.expires()));
        return entry.isFor(call.api())
                ? new CheckResult(Status.OK, lifetime, uses).withOutput(entry.caller())
                : new CheckResult(ELSEWHERE, lifetime, uses);
    }

    AttributesResult<ApiKey.Caller> derive(ApiKeyCaller call) throws AdapterException {
        if (call.apiKey().isEmpty()) {
            return AttributesResult.<ApiKey.Caller>nothing().validFor(cachingInterval, uses);
        }
        var now = clock.instant();
        var keys = keys(now);
        var entry = keys.table().find(digester.digest(call.apiKey()));
        if (entry == null || entry.hasExpired(now)) {
            return AttributesResult.<ApiKey.Caller>refused(entry == null ? UNKNOWN : EXPIRED)
                    .validFor(lifetime(now, keys.until()), uses);
        }
        return AttributesResult.of(entry.caller())
                .validFor(lifetime(now, earlier(keys.until(), entry.expires())), uses);
    }

    private KeyFile.Loaded keys(Instant now) throws AdapterException {
        var keys = file.current(now);
        if (keys == null) {
            throw AdapterException.transientFailure(
                    "keys not loaded: " + file.state().detail(), null);
        }
        return keys;
    }

    private Duration lifetime(Instant now, Instant end) {
        return now.plus(cachingInterval).isAfter(end) ? Duration.between(now, end) : cachingInterval;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Status unauthenticated(String message) {
        return Status.of(Status.Code.UNAUTHENTICATED, message);
    }
}
