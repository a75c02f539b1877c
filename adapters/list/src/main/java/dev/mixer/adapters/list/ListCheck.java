package dev.mixer.adapters.list;

import dev.mixer.spi.AdapterException;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.Status;
import dev.mixer.spi.template.ListEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Judges values by the overrides and, where there is a provider, by its list. */
final class ListCheck {
    /** What a message shows of a value: values come from callers, who may send very long ones. */
    private static final int SHOWN = 200;

    private final Membership overrides;
    private final @Nullable ListSource source;
    private final InstantSource clock;
    private final boolean blacklist;
    private final Duration cachingInterval;
    private final int cachingUseCount;

    ListCheck(ListParameters parameters, Membership overrides, @Nullable ListSource source, InstantSource clock) {
        this.overrides = overrides;
        this.source = source;
        this.clock = clock;
        this.blacklist = parameters.blacklist();
        this.cachingInterval = parameters.cachingInterval();
        this.cachingUseCount = (int) parameters.cachingUseCount();
    }

    CheckResult check(ListEntry entry) throws AdapterException {
        var finding = overrides.find(entry.value());
        if (source == null || finding != Membership.Finding.NOT_LISTED) {
            return result(entry.value(), finding, cachingInterval);
        }
        var now = clock.instant();
        var list = source.current(now);
        if (list == null) {
            throw AdapterException.transientFailure(
                    "list not loaded: " + source.state().detail(), null);
        }
        return result(entry.value(), list.entries().find(entry.value()), lifetime(source, list, now));
    }

    private Duration lifetime(ListSource from, ListSource.Loaded list, Instant now) {
        var left = Duration.between(now, list.confirmed().plus(from.ttl()));
        return left.compareTo(cachingInterval) < 0 ? left : cachingInterval;
    }

    private CheckResult result(String value, Membership.Finding finding, Duration lifetime) {
        var status = switch (finding) {
            case LISTED -> blacklist ? denied(value, " is listed") : Status.OK;
            case NOT_LISTED -> blacklist ? Status.OK : denied(value, " is not listed");
            case UNREADABLE -> Status.of(Status.Code.INVALID_ARGUMENT, shown(value) + " is not an IP address");
        };
        return new CheckResult(status, lifetime, cachingUseCount);
    }

    private static Status denied(String value, String what) {
        return Status.of(Status.Code.PERMISSION_DENIED, shown(value) + what);
    }

    private static String shown(String value) {
        return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
    }
}
