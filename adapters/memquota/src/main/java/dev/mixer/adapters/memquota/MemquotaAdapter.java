package dev.mixer.adapters.memquota;

import dev.mixer.adapters.quota.Algorithm;
import dev.mixer.adapters.quota.Counters;
import dev.mixer.adapters.quota.QuotaProblems;
import dev.mixer.spi.Adapter;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Host;
import dev.mixer.spi.Instance;
import dev.mixer.spi.Problem;
import dev.mixer.spi.template.Quota;
import dev.mixer.spi.template.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Keeps quotas and rate limits in the memory of this process. */
public final class MemquotaAdapter implements Adapter<MemquotaParameters> {
    /** As in Mixer, where memquota knew no other; a quota that is never refilled has no window at all. */
    private static final Algorithm USUAL = Algorithm.ROLLING_WINDOW;

    private static final Duration SWEEP_PERIOD = Duration.ofSeconds(5);

    /** For the service loader. */
    public MemquotaAdapter() {}

    @Override
    public String name() {
        return "memquota";
    }

    @Override
    public String description() {
        return "Keeps quotas and rate limits in memory, for this process alone";
    }

    @Override
    public Set<Class<? extends Instance>> templates() {
        return Set.of(Quota.class, RateLimit.class);
    }

    @Override
    public List<Problem> validate(MemquotaParameters parameters) {
        return QuotaProblems.of(parameters.quotas(), USUAL);
    }

    @Override
    public Handler open(MemquotaParameters parameters, Host host) {
        return open(parameters, host, new Counters());
    }

    @Override
    public Handler reopen(MemquotaParameters parameters, Host host, Handler previous) {
        return open(parameters, host, previous.attachment(Counters.class).orElseGet(Counters::new));
    }

    private static Handler open(MemquotaParameters parameters, Host host, Counters counters) {
        var allocation = new Allocation(parameters, USUAL, counters, host);
        host.meters().gauge("keys", "Counters in memory.", counters::keys);
        return Handler.builder()
                .quota(Quota.class, allocation::quotas)
                .quota(RateLimit.class, allocation::rateLimits)
                .closing(host.scheduler().every(SWEEP_PERIOD, allocation::sweep))
                .attach(counters)
                .neverBlocks()
                .build();
    }
}
