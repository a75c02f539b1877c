package dev.mixer.adapters.redisquota;

import dev.mixer.adapters.quota.Algorithm;
import dev.mixer.adapters.quota.Counters;
import dev.mixer.adapters.quota.QuotaProblems;
import dev.mixer.spi.Adapter;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Host;
import dev.mixer.spi.Instance;
import dev.mixer.spi.Problem;
import dev.mixer.spi.template.Quota;
import dev.mixer.spi.template.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Keeps quotas and rate limits in Redis, shared by all hosts that use it. */
public final class RedisquotaAdapter implements Adapter<RedisquotaParameters> {
    /** As in Mixer. */
    private static final Algorithm USUAL = Algorithm.FIXED_WINDOW;

    private static final Duration SWEEP_PERIOD = Duration.ofSeconds(5);

    /** How long opening waits for Redis, so that one that is there decides the first call. */
    private static final long OPEN_WAIT_MILLIS = 1000;

    /** For the service loader. */
    public RedisquotaAdapter() {}

    @Override
    public String name() {
        return "redisquota";
    }

    @Override
    public String description() {
        return "Keeps quotas and rate limits in Redis, shared by all hosts";
    }

    @Override
    public Set<Class<? extends Instance>> templates() {
        return Set.of(Quota.class, RateLimit.class);
    }

    @Override
    public List<Problem> validate(RedisquotaParameters parameters) {
        return QuotaProblems.of(parameters.quotas(), USUAL);
    }

    @Override
    public Handler open(RedisquotaParameters parameters, Host host) throws AdapterException {
        return open(parameters, host, new Counters());
    }

    @Override
    public Handler reopen(RedisquotaParameters parameters, Host host, Handler previous) throws AdapterException {
        return open(parameters, host, previous.attachment(Counters.class).orElseGet(Counters::new));
    }

    private static Handler open(RedisquotaParameters parameters, Host host, Counters counters) throws AdapterException {
        var authorities = parameters.caCertificate();
        if (authorities.isPresent()) {
            Authorities.check(authorities.get());
        }
        var link = new RedisLink(new RedisClients(parameters), Script.load(), parameters.timeout());
        try {
            link.start().get(OPEN_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            host.logger()
                    .log(
                            System.Logger.Level.INFO,
                            "opened before Redis is there: " + link.state().detail());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            link.close();
            throw AdapterException.transientFailure("interrupted while Redis was connected", e);
        }
        var allocation = new Allocation(parameters, USUAL, link, counters, host);
        return Handler.builder()
                .quotaAsync(Quota.class, allocation::quotas)
                .quotaAsync(RateLimit.class, allocation::rateLimits)
                .state(link::state)
                .closing(link)
                .closing(host.scheduler().every(SWEEP_PERIOD, allocation::sweep))
                .attach(counters)
                .build();
    }
}
