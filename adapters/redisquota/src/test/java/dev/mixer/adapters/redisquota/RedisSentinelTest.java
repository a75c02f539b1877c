package dev.mixer.adapters.redisquota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Secret;
import dev.mixer.spi.Status;
import dev.mixer.spi.template.RateLimit;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Poll;
import dev.mixer.testkit.TestHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real Sentinel that makes the replica the master when the master dies. */
@Tag("backend")
class RedisSentinelTest {
    private static final RateLimit LIMIT = new RateLimit("k", 1_000_000, Duration.ofHours(1));
    private static final Duration TIMEOUT = Duration.ofMillis(200);

    /** What a busy machine may add to a time limit. */
    private static final Duration SLACK = Duration.ofMillis(400);

    @ParameterizedTest
    @CsvSource({"DENY, ''", "LOCAL, word", "ALLOW, word"})
    void aMasterThatDiesUnderLoadIsReplacedAndDecisionsAreAsConfiguredMeanwhile(
            WhenUnavailable decides, String password) throws Exception {
        boolean secret = !password.isEmpty();
        var auth = secret
                ? new String[] {"--requirepass", password, "--masterauth", password}
                : new String[] {"--repl-diskless-sync-delay", "0"};
        var given = secret
                ? Map.of(
                        "timeout",
                        TIMEOUT,
                        "whenUnavailable",
                        decides,
                        "password",
                        Optional.of(Secret.of(password)),
                        "sentinelPassword",
                        Optional.of(Secret.of("other")))
                : Map.of("timeout", TIMEOUT, "whenUnavailable", decides);
        try (var host = TestHost.create();
                var master = RedisServer.start(auth).withPassword(password);
                var replica = RedisServer.start(auth).withPassword(password)) {
            assertThat(replica.command("REPLICAOF 127.0.0.1 " + master.port())).isEqualTo("+OK");
            Poll.until("the replica has the data", () -> says(replica, "replication", "master_link_status:up"));
            try (var sentinel = secret
                    ? RedisServer.startSentinel(master, "sentinel auth-pass mine " + password, "requirepass other")
                            .withPassword("other")
                    : RedisServer.startSentinel(master)) {
                Poll.until("the Sentinel knows the replica", () -> says(sentinel, "sentinel", "slaves=1"));
                var url = "redis-sentinel://127.0.0.1:" + sentinel.port() + "/#mine";
                try (var handler = new RedisquotaAdapter().open(RedisParameters.of(url, given), host);
                        var load = new Load(handler, List.of(LIMIT))) {
                    Poll.until("load", () -> load.calls().size() > 100);
                    master.kill();
                    long killed = System.nanoTime();
                    if (decides == WhenUnavailable.DENY) {
                        Poll.until("denied as configured", () -> load.refusesSince(killed));
                    }
                    Poll.until("counted", () -> host.count("unavailable") > 0);
                    Poll.until("the replica is master", () -> says(replica, "replication", "role:master"));
                    Poll.until("ready again", () -> handler.state().phase() == Phase.READY);
                    long ready = System.nanoTime();
                    Poll.until("decided again", () -> load.decidesSince(ready));
                    var calls = load.end();
                    assertThat(calls).allMatch(call -> call.took().compareTo(TIMEOUT.plus(SLACK)) < 0);
                    assertThat(calls)
                            .allMatch(call -> decides == WhenUnavailable.DENY
                                    ? call.isDecided() || call.result().status().code() == Status.Code.PERMISSION_DENIED
                                    : call.isDecided() && call.result().granted() == 1);
                    Poll.until("ready", () -> isReady(handler));
                }
            }
        }
    }

    private static boolean isReady(Handler handler) {
        try {
            return Calls.quota(handler, LIMIT, 0).status().isOk()
                    && handler.state().phase() == Phase.READY;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static boolean says(RedisServer server, String section, String wanted) {
        try {
            return server.text("INFO " + section).contains(wanted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
