package dev.mixer.adapters.redisquota;

import dev.mixer.adapters.quota.CounterName;
import dev.mixer.adapters.quota.QuotaDefinition;
import dev.mixer.adapters.quota.Take;
import dev.mixer.adapters.redisquota.QuotaJob.Answer;
import dev.mixer.spi.Host;
import dev.mixer.spi.QuotaRequest;
import dev.mixer.spi.SeriesSource;
import dev.mixer.spi.template.Quota;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.TestHost;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process with one handler, or one connection, that does {@link QuotaJob jobs}: one on each line of its input. */
final class QuotaHost {
    /** What ends the answers of a job. */
    static final String END = "end";

    private static final int LONGEST_PAUSE_NANOS = 8_000_000;

    private QuotaHost() {}

    /** Takes the URL of Redis; ends with its input. */
    public static void main(String[] args) throws Exception {
        var parameters = RedisParameters.of(args[0], Map.of());
        try (var link = new RedisLink(new RedisClients(parameters), Script.load(), Duration.ofSeconds(5))) {
            link.start().get(10, TimeUnit.SECONDS);
            System.out.println(END);
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                var job = QuotaJob.parse(line);
                if (job.throughHandler()) {
                    askHandler(args[0], job);
                } else {
                    askLink(link, job);
                }
                System.out.println(END);
            }
        }
    }

    private static void askLink(RedisLink link, QuotaJob job) {
        var counter = Question.key("test", CounterName.rateLimit(job.key(), job.window()));
        var random = new Random(job.seed());
        for (int i = 0; i < job.requests(); i++) {
            var take = new Take(1 + random.nextInt(8), random.nextBoolean(), "");
            var decision = link.decide(Question.of(counter, job.limit(), take, 0, Duration.ZERO))
                    .join();
            System.out.println(new Answer(
                    take.amount(),
                    take.bestEffort(),
                    decision.granted(),
                    decision.remaining(),
                    decision.serverMicros(),
                    decision.serverMicros()));
            LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
        }
    }

    private static void askHandler(String url, QuotaJob job) throws Exception {
        var quota = new QuotaDefinition(
                job.key(),
                job.amount(),
                Duration.ofNanos(job.windowNanos()),
                Optional.of(job.algorithm()),
                Duration.ofNanos(job.bucketNanos()),
                List.of());
        var lease = job.share().isEmpty()
                ? Optional.<LeaseParameters>empty()
                : Optional.of(new LeaseParameters(job.share(), Duration.ofMillis(50)));
        var random = new Random(job.seed());
        try (var host = TestHost.create();
                var handler = new RedisquotaAdapter()
                        .open(
                                RedisParameters.of(url, Map.of("quotas", List.of(quota), "lease", lease)),
                                new Ticking(host))) {
            for (int i = 0; i < job.requests(); i++) {
                var request = new QuotaRequest<>(
                        new Quota(Map.of()), job.key() + ".default", 1 + random.nextInt(3), random.nextBoolean(), "");
                long before = micros();
                var result = Calls.quota(handler, request);
                if (!result.status().isOk()) {
                    throw new AssertionError(result.status());
                }
                System.out.println(new Answer(
                        request.amount(),
                        request.bestEffort(),
                        result.granted(),
                        result.remaining(),
                        before,
                        micros() + 1));
                LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
            }
        }
    }

    /** The clock of this machine is the clock of the server that runs on it. */
    private static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /** A host whose clock goes by itself, as leases want it. */
    private record Ticking(TestHost host) implements Host {
        @Override
        public String handlerName() {
            return host.handlerName();
        }

        @Override
        public InstantSource clock() {
            return InstantSource.system();
        }

        @Override
        public Scheduler scheduler() {
            return host.scheduler();
        }

        @Override
        public System.Logger logger() {
            return host.logger();
        }

        @Override
        public Meters meters() {
            return host.meters();
        }

        @Override
        public AutoCloseable publish(SeriesSource source) {
            return host.publish(source);
        }

        @Override
        public Path folder() {
            return host.folder();
        }
    }
}
