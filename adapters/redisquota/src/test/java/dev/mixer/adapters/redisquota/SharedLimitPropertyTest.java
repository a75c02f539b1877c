package dev.mixer.adapters.redisquota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.adapters.quota.Algorithm;
import dev.mixer.adapters.quota.Window;
import dev.mixer.adapters.redisquota.QuotaJob.Answer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Three host processes of one real Redis, by the server's clock: for random limits, windows, amounts and arrivals each
 * grant is exactly what a naive log of all arrivals owes. Every failure names the seed; {@code -Dquota.seed=} repeats it,
 * but for the timing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedLimitPropertyTest {
    private static final List<Algorithm> ALGORITHMS = List.of(Algorithm.values());
    private static final int HOSTS = 3;
    private static final int ROUNDS = 21;
    private static final int REQUESTS = 40;
    private static final long MICRO = 1000;
    private static final int SHARE = 20;

    private final long seed = Long.getLong("quota.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<QuotaHostProcess> hosts = new ArrayList<>();
    private RedisServer redis;

    @BeforeAll
    void start() throws Exception {
        redis = RedisServer.start();
        for (int i = 0; i < HOSTS; i++) {
            hosts.add(QuotaHostProcess.start(redis.url()));
        }
        for (var host : hosts) {
            host.awaitReady();
        }
    }

    @AfterAll
    void stop() throws Exception {
        hosts.forEach(QuotaHostProcess::close);
        redis.close();
    }

    @Test
    void eachGrantIsWhatALogOfAllArrivalsOwes() throws Exception {
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var algorithm = ALGORITHMS.get(round % ALGORITHMS.size());
            var job = job(false, "exact" + round, algorithm, 1 + random.nextInt(60), "");
            refused += checkExactly(run(job), job);
        }
        assertThat(refused).as("requests that met the limit").isPositive();
    }

    @Test
    void handlersGrantTheLimitOfAFixedWindowAndNoMore() throws Exception {
        for (int round = 0; round < 4; round++) {
            var job = job(true, "handler" + round, Algorithm.FIXED_WINDOW, 1 + random.nextInt(40), "");
            var answers = run(job);
            long window = job.windowNanos() / MICRO;
            for (var answer : answers) {
                long start = answer.before() - answer.before() % window;
                assertThat(grantedWithin(answers, start, start + window))
                        .as(which(job))
                        .isLessThanOrEqualTo(job.amount());
                boolean inOne = answer.after() < start + window;
                if (inOne && answer.granted() < answer.amount()) {
                    long missing = answer.bestEffort() ? 0 : answer.amount() - 1;
                    assertThat(grantedAround(answers, start, start + window))
                            .as("refused without need, " + which(job) + ", " + answer)
                            .isGreaterThanOrEqualTo(job.amount() - missing);
                }
            }
        }
    }

    @Test
    void leasesGrantNoMoreThanTheLimitAndTheirBound() throws Exception {
        for (int round = 0; round < 6; round++) {
            var algorithm = round % 2 == 0 ? Algorithm.FIXED_WINDOW : Algorithm.ROLLING_WINDOW;
            var job = job(true, "lease" + round, algorithm, 20 + random.nextInt(80), SHARE + "%");
            var answers = run(job);
            long window = job.windowNanos() / MICRO;
            boolean fixed = algorithm == Algorithm.FIXED_WINDOW;
            long most = job.amount() + (fixed ? 0 : HOSTS * job.amount() * SHARE / 100);
            for (var answer : answers) {
                long start = fixed ? answer.before() - answer.before() % window : answer.before();
                assertThat(grantedWithin(answers, start, start + window))
                        .as(which(job))
                        .isLessThanOrEqualTo(most);
            }
            assertThat(answers).as(which(job)).anyMatch(answer -> answer.granted() > 0);
        }
    }

    private QuotaJob job(boolean throughHandler, String key, Algorithm algorithm, long amount, String share) {
        long length = (20L + random.nextInt(150)) * 1000 * MICRO;
        long bucket = length / (1 + random.nextInt(12)) / MICRO * MICRO;
        return new QuotaJob(throughHandler, key, algorithm, length, bucket, amount, REQUESTS, random.nextLong(), share);
    }

    private String which(QuotaJob job) {
        return "seed " + seed + ", job " + job;
    }

    /** The answers of all hosts in the order of the server; two in one microsecond are told apart by what they left. */
    private List<Answer> run(QuotaJob job) throws Exception {
        for (int i = 0; i < HOSTS; i++) {
            hosts.get(i).begin(job.withSeed(job.seed() + i));
        }
        var answers = new ArrayList<Answer>();
        for (var host : hosts) {
            answers.addAll(host.read());
        }
        assertThat(answers).as(which(job)).hasSize(HOSTS * REQUESTS);
        answers.sort(Comparator.comparingLong(Answer::before).thenComparingLong(answer -> -answer.remaining()));
        return answers;
    }

    private int checkExactly(List<Answer> answers, QuotaJob job) {
        int refused = 0;
        for (int i = 0; i < answers.size(); i++) {
            var answer = answers.get(i);
            var log = new SharedLog(answers.subList(0, i));
            long owed = log.owed(job.window(), job.amount(), answer.before());
            long wanted = answer.amount() <= owed ? answer.amount() : answer.bestEffort() ? owed : 0;
            var which = which(job) + ", request " + i;
            assertThat(answer.granted()).as(which).isEqualTo(wanted);
            assertThat(answer.remaining()).as(which).isEqualTo(owed - wanted);
            // The promise in words that know nothing of buckets.
            long length = job.windowNanos() / MICRO;
            long most = job.window() instanceof Window.Even ? 2 * job.amount() : job.amount();
            if (!(job.window() instanceof Window.Fixed)) {
                assertThat(log.since(answer.before() - length + 1) + wanted)
                        .as(which)
                        .isLessThanOrEqualTo(most);
            }
            refused += wanted < answer.amount() ? 1 : 0;
        }
        return refused;
    }

    /** What was granted surely between two times. */
    private static long grantedWithin(List<Answer> answers, long start, long end) {
        return answers.stream()
                .filter(answer -> answer.before() >= start && answer.after() < end)
                .mapToLong(Answer::granted)
                .sum();
    }

    /** What may have been granted between two times. */
    private static long grantedAround(List<Answer> answers, long start, long end) {
        return answers.stream()
                .filter(answer -> answer.after() >= start && answer.before() < end)
                .mapToLong(Answer::granted)
                .sum();
    }
}
