package dev.mixer.adapters.redisquota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.adapters.quota.CounterName;
import dev.mixer.adapters.quota.Window;
import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.Capability;
import dev.mixer.spi.Handler;
import dev.mixer.spi.QuotaRequest;
import dev.mixer.spi.QuotaResult;
import dev.mixer.spi.template.RateLimit;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Poll;
import dev.mixer.testkit.TestHost;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** A real Cluster: counters on all shards, slots that move, a shard that hangs, a master that dies under load. */
@Tag("backend")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // the later tests change who is master
class RedisClusterTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration TIMEOUT = Duration.ofMillis(200);

    /** What a busy machine may add to a time limit. */
    private static final Duration SLACK = Duration.ofMillis(400);

    private final TestHost host = TestHost.create();
    private RedisCluster cluster;
    private Handler handler;

    @BeforeAll
    void start() throws Exception {
        cluster = RedisCluster.start();
        handler = new RedisquotaAdapter().open(RedisParameters.of(cluster.url(), Map.of("timeout", TIMEOUT)), host);
    }

    @AfterAll
    void stop() throws Exception {
        handler.close();
        host.close();
        cluster.close();
    }

    /** One limit for each third of the slots, so one on each of the first masters. */
    private static List<RateLimit> oneForEachShard(String name, long limit) {
        var found = new ArrayList<RateLimit>();
        for (int shard = 0; shard < 3; shard++) {
            for (int i = 0; found.size() == shard; i++) {
                var candidate = new RateLimit(name + i, limit, LONG);
                if (slot(candidate) * 3 / RedisCluster.SLOTS == shard) {
                    found.add(candidate);
                }
            }
        }
        return found;
    }

    private static String key(RateLimit limit) {
        return Question.key("mixer", CounterName.rateLimit(limit.key(), Window.fixed(limit.window())));
    }

    private static int slot(RateLimit limit) {
        return SlotHash.getSlot(key(limit));
    }

    private List<QuotaResult> takeTogether(List<RateLimit> limits) throws Exception {
        var requests = limits.stream()
                .map(limit -> new QuotaRequest<>(limit, "q.default", 1, false, ""))
                .toList();
        var function = (Capability.AsyncQuota<RateLimit>)
                handler.capability(RateLimit.class).orElseThrow();
        return function.function().allocate(requests).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private boolean decides(RateLimit limit) {
        try {
            return Calls.quota(handler, limit, 0).status().isOk();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void awaitAllShards(List<RateLimit> limits) {
        try {
            Poll.until(
                    "all shards decide",
                    () -> limits.stream().allMatch(this::decides)
                            && handler.state().phase() == Phase.READY);
        } catch (AssertionError e) {
            throw new AssertionError(handler.state().toString(), e);
        }
    }

    @Test
    @Order(1)
    void countersLieOnAllShardsAndOneDecisionAsksThemTogether() throws Exception {
        var limits = oneForEachShard("spread", 10);
        awaitAllShards(limits);
        var results = takeTogether(limits);
        assertThat(results).allMatch(result -> result.granted() == 1 && result.remaining() == 9);
        assertThat(cluster.masters()).hasSize(3);
        for (var limit : limits) {
            assertThat(cluster.masterOf(slot(limit)).command("EXISTS " + key(limit)))
                    .isEqualTo(":1");
        }
    }

    @Test
    @Order(2)
    void aShardThatHangsTouchesNoOtherAndCostsOneTimeLimitInAll() throws Exception {
        var limits = oneForEachShard("hang", 1_000_000);
        awaitAllShards(limits);
        var hanging = cluster.masterOf(slot(limits.getFirst()));
        var twice = List.of(limits.getFirst(), limits.getFirst(), limits.get(1), limits.get(2));
        hanging.hang();
        try {
            long begun = System.nanoTime();
            for (int i = 0; i < 4; i++) {
                var results = takeTogether(twice);
                assertThat(results.subList(0, 2)).allMatch(result -> result.granted() == 0);
                assertThat(results.subList(2, 4)).allMatch(result -> result.granted() == 1);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(TIMEOUT.multipliedBy(4).plus(SLACK));
            assertThat(handler.state().phase()).isEqualTo(Phase.DEGRADED);
        } finally {
            hanging.goOn();
        }
        awaitAllShards(limits);
    }

    @Test
    @Order(3)
    void slotsThatMoveUnderLoadAreFollowedAndKeepTheirCounts() throws Exception {
        var limits = oneForEachShard("move", 100_000);
        var moved = limits.getFirst();
        awaitAllShards(limits);
        var from = cluster.masterOf(slot(moved));
        var to = cluster.masterOf(slot(limits.get(1)));
        try (var load = new Load(handler, List.of(moved))) {
            Poll.until("load", () -> load.calls().size() > 50);
            var fromId = RedisCluster.id(from);
            var toId = RedisCluster.id(to);
            assertThat(to.command("CLUSTER SETSLOT " + slot(moved) + " IMPORTING " + fromId))
                    .isEqualTo("+OK");
            assertThat(from.command("CLUSTER SETSLOT " + slot(moved) + " MIGRATING " + toId))
                    .isEqualTo("+OK");
            assertThat(from.command("MIGRATE 127.0.0.1 " + to.port() + " " + key(moved) + " 0 1000"))
                    .isEqualTo("+OK");
            long asking = System.nanoTime();
            Poll.until("ASK is followed", () -> load.decidesSince(asking));
            for (var node : List.of(to, from)) {
                assertThat(node.command("CLUSTER SETSLOT " + slot(moved) + " NODE " + toId))
                        .isEqualTo("+OK");
            }
            long after = System.nanoTime();
            Poll.until("MOVED is followed", () -> load.decidesSince(after));
            var calls = load.end();
            assertThat(calls).allMatch(Load.Call::isDecided);
            assertThat(Calls.quota(handler, moved, 0).remaining()).isEqualTo(100_000 - calls.size());
            assertThat(to.command("EXISTS " + key(moved))).isEqualTo(":1");
        }
    }

    @Test
    @Order(4)
    void aMasterThatDiesUnderLoadIsReplacedWithinTheBounds() throws Exception {
        var limits = oneForEachShard("die", 3000);
        awaitAllShards(limits);
        cluster.awaitWhole();
        var victim = limits.get(2);
        var master = cluster.masterOf(slot(victim));
        long unavailable = host.count("unavailable");
        try (var load = new Load(handler, limits)) {
            Poll.until("load", () -> load.calls().size() > 200);
            master.kill();
            long killed = System.nanoTime();
            Poll.until("denied as configured", () -> load.refusesSince(killed));
            Poll.until(
                    "the shard decides again",
                    () -> load.calls().stream()
                            .anyMatch(call ->
                                    call.begun() > killed && call.wanted().equals(victim) && call.isDecided()));
            var calls = load.end();
            assertThat(calls).allMatch(call -> call.took().compareTo(TIMEOUT.plus(SLACK)) < 0);
            assertThat(calls.stream().filter(call -> !call.wanted().equals(victim)))
                    .as("other shards decide all the time")
                    .allMatch(Load.Call::isDecided);
            assertThat(host.count("unavailable") - unavailable)
                    .isEqualTo(calls.stream().filter(call -> !call.isDecided()).count());
            // A grant that the replica had not received yet is forgotten: no more than came just before the end.
            long granted = calls.stream()
                    .filter(call -> call.wanted().equals(victim))
                    .mapToLong(call -> call.result().granted())
                    .sum();
            long late = calls.stream()
                    .filter(call -> call.wanted().equals(victim)
                            && call.isDecided()
                            && call.begun() < killed
                            && call.ended() > killed - 100_000_000)
                    .count();
            long counted = 3000 - Calls.quota(handler, victim, 0).remaining();
            assertThat(granted - counted).isLessThanOrEqualTo(late);
        }
        awaitAllShards(limits);
        master.restart();
        cluster.awaitWhole();
    }
}
