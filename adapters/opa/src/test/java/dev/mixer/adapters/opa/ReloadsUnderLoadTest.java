package dev.mixer.adapters.opa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.adapters.opa.builtin.Builtin;
import dev.mixer.adapters.opa.builtin.Builtins;
import dev.mixer.adapters.opa.input.EnvoyInput;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import dev.mixer.spi.CheckResult;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.Poll;
import dev.mixer.testkit.TestHost;
import dev.mixer.testkit.backend.Backends;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Policies that are replaced by their opposites while callers ask without pause, from a folder and from a server in turns. With
 * {@code -Dmixer.reloads=1000} it is the long run; it prints what is left of the old ones.
 */
class ReloadsUnderLoadTest {
    private static final int RELOADS = Integer.getInteger("mixer.reloads", 30);

    /** So many that what grows only at first has grown: classes of the JDK, code that is kept for a while. */
    private static final int FIRST = 10;

    private static final int CALLERS = 2;
    private static final int INSTANCES = 2;

    /** For a machine that is busy with other things. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** What the library keeps on purpose. */
    private static final int KEPT_CODE = 4;

    private static final long KEPT_MODULES = Math.min(64, RELOADS);
    private static final long MODULE_WITH_PLAN = 256 << 10;
    private static final String CALLER = "reload-caller";

    @TempDir
    private Path folder = Path.of("");

    private final BundleServer server = new BundleServer();
    private final TestHost host = TestHost.create();
    private final TestHost otherHost = TestHost.create();
    private final PolicyLibrary library = new PolicyLibrary();
    private final Map<String, AtomicInteger> warmUps = new ConcurrentHashMap<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicLong answers = new AtomicLong();
    private final List<WeakReference<Serving>> servings = new ArrayList<>();
    private final List<WeakReference<Object>> codes = new ArrayList<>();
    private volatile boolean over;

    @AfterEach
    void stop() {
        over = true;
        server.close();
        host.close();
        otherHost.close();
    }

    /** A caller of the policy, and what it was told last. */
    private final class Asked {
        private final LivePolicy policy;
        private final Decisions decisions;
        private volatile String revision = "";

        Asked(LivePolicy policy, OpaParameters parameters, TestHost of) {
            this.policy = policy;
            this.decisions = new Decisions(policy, parameters, of);
        }

        void ask() {
            CheckResult result;
            try {
                result = decisions.decide(Samples.REQUEST, new EnvoyInput(), () -> Samples.REQUEST);
            } catch (Exception e) {
                faults.add(e.toString());
                return;
            }
            var metadata = String.valueOf(result.metadata());
            if (!metadata.contains(result.status().isOk() ? "-yes\"" : "-no\"")) {
                faults.add(metadata + " says " + result.status());
            }
            revision = metadata;
            answers.incrementAndGet();
        }

        void awaits(String expected) {
            Poll.until(expected, () -> revision.contains("\"" + expected + "\"") || !faults.isEmpty());
        }

        void remember() throws Exception {
            var now = policy.serving();
            servings.add(new WeakReference<>(now));
            codes.add(new WeakReference<>(now.engine().policy()));
        }
    }

    /** What a number of reloads has left. */
    private record Left(int reloads, long classes, long loaded, long heap) {
        static Left now(int reloads) {
            for (int i = 0; i < 3; i++) {
                System.gc();
                LockSupport.parkNanos(Duration.ofMillis(30).toNanos()); // for what the collector hands to other threads
            }
            return new Left(
                    reloads,
                    ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
                    ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount(),
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }

        @Override
        public String toString() {
            return reloads + " reloads: " + classes + " classes (" + loaded + " since the start), " + heap / 1024
                    + " KiB of heap";
        }
    }

    /** Counts the evaluations of each policy, of which calls must not be the first. */
    private Builtins counting() {
        return Builtins.standard().with(List.of(Builtin.of("rand.intn", this::count)));
    }

    private RegoValue count(RegoValue name, RegoValue most, Object context) {
        var count = warmUps.computeIfAbsent(((RegoString) name).value(), _ -> new AtomicInteger());
        if (!Thread.currentThread().getName().startsWith(CALLER)) {
            count.incrementAndGet();
        } else if (count.get() < 100 * INSTANCES) {
            faults.add(name + " was asked after " + count.get() + " evaluations");
        }
        return RegoNumber.of(0);
    }

    private static String revision(int number) {
        return number + (number / 2 % 2 == 0 ? "-yes" : "-no");
    }

    private static String module(int number) {
        return "package envoy.authz\n\ndefault allow := false\n\nallow if rand.intn(\"" + revision(number)
                + "\", 9) == " + (revision(number).endsWith("yes") ? 0 : 1) + "\n";
    }

    private void publish(int number) throws Exception {
        if (number % 2 == 0) {
            Files.writeString(folder.resolve("policy.rego"), module(number));
            Files.writeString(folder.resolve(".manifest"), "{\"revision\": \"" + revision(number) + "\"}");
        } else {
            server.has(Archives.bundle(revision(number), module(number)), "\"" + number + "\"");
        }
    }

    @Test
    void eachAnswerIsOfTheRevisionThatItNamesAndNothingOfOldPoliciesStays() throws Exception {
        publish(0);
        publish(1);
        var ofFolder = Defaults.of(
                OpaParameters.class,
                Map.of(
                        "path",
                        Optional.of(folder),
                        "opa",
                        Optional.of(Backends.opa()),
                        "instances",
                        (long) INSTANCES,
                        "evaluationLimit",
                        LIMIT));
        var bundle = Defaults.of(
                BundleParameters.class,
                Map.of(
                        "name",
                        "mesh",
                        "url",
                        Optional.of(server.uri()),
                        "minDelay",
                        LivePolicy.PERIOD,
                        "maxDelay",
                        LivePolicy.PERIOD));
        var ofServer = Defaults.of(
                OpaParameters.class,
                Map.of(
                        "bundles",
                        List.of(bundle),
                        "opa",
                        Optional.of(Backends.opa()),
                        "instances",
                        (long) INSTANCES,
                        "evaluationLimit",
                        LIMIT));
        var builtins = counting();
        try (var one = LivePolicy.open(library, ofFolder, host, builtins);
                var other = LivePolicy.open(library, ofServer, otherHost, builtins)) {
            var asked = List.of(new Asked(one, ofFolder, host), new Asked(other, ofServer, otherHost));
            var callers = call(asked);
            var first = Left.now(0);
            for (int number = 2; number < RELOADS + 2; number++) {
                var policy = asked.get(number % 2);
                policy.remember();
                publish(number);
                if (number % 2 == 0) {
                    one.look();
                } else {
                    otherHost.advance(LivePolicy.PERIOD);
                }
                policy.awaits(revision(number));
                assertThat(faults).isEmpty();
                int reloads = number - 1;
                if (reloads == FIRST) {
                    first = Left.now(reloads);
                    System.out.println(first + ", " + answers + " answers");
                } else if (reloads % Math.max(FIRST, RELOADS / 10) == 0) {
                    System.out.println(Left.now(reloads) + ", " + answers + " answers");
                }
            }
            over = true;
            for (var caller : callers) {
                caller.join();
            }
            assertThat(faults).isEmpty();
            assertThat(answers.get()).isGreaterThan(RELOADS * 10L);
            assertFlat(first, Left.now(RELOADS));
        }
    }

    private void assertFlat(Left first, Left last) {
        System.out.println(last + ", " + answers + " answers, " + alive(servings) + " old policies and " + alive(codes)
                + " old modules alive");
        assertThat(alive(servings)).as("old policies").isZero();
        assertThat(alive(codes)).as("old modules").isLessThanOrEqualTo(KEPT_CODE);
        assertThat(4 * (last.classes() - first.classes()))
                .as("classes that have stayed since the first reloads, times four; the others were loaded meanwhile")
                .isLessThan(last.loaded() - first.loaded());
        assertThat(last.heap() - first.heap())
                .as("bytes of heap since the first reloads")
                .isLessThan(KEPT_MODULES * MODULE_WITH_PLAN + first.heap() / 4);
    }

    private static long alive(List<? extends WeakReference<?>> references) {
        return references.stream().filter(reference -> reference.get() != null).count();
    }

    private List<Thread> call(List<Asked> asked) {
        var callers = new ArrayList<Thread>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(Thread.ofPlatform().daemon().name(CALLER + i).start(() -> {
                while (!over) {
                    asked.forEach(Asked::ask);
                }
            }));
        }
        return callers;
    }
}
