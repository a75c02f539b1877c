package dev.mixer.bench;

import dev.mixer.adapters.opa.OpaAdapter;
import dev.mixer.adapters.opa.OpaParameters;
import dev.mixer.spi.Handler;
import dev.mixer.spi.template.RequestContext;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import dev.mixer.testkit.backend.Backends;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What callers notice while a policy is replaced: one caller asks at an even rate, first with nothing else to do, then while another
 * policy is compiled, warmed up and swapped in beside it. Prints a table; run it with {@code bench/run-swap}.
 */
public final class PolicySwap {
    private static final Duration BETWEEN_CALLS = Duration.ofNanos(250_000);
    private static final int MOST_CALLS = 1_000_000;

    private final long[] latencies = new long[MOST_CALLS];
    private final Handler handler;
    private volatile boolean loading;
    private volatile boolean over;

    private PolicySwap(Handler handler) {
        this.handler = handler;
    }

    /** @param arguments how many swaps; 20 where it is left out */
    public static void main(String[] arguments) throws Exception {
        int swaps = arguments.length == 0 ? 20 : Integer.parseInt(arguments[0]);
        var folder = Files.createTempDirectory("swap");
        var module = folder.resolve("policy.rego");
        Files.writeString(module, module(0));
        var parameters = Defaults.of(
                OpaParameters.class,
                Map.of(
                        "path",
                        Optional.of(folder),
                        "opa",
                        Optional.of(Backends.opa()),
                        "evaluationLimit",
                        Duration.ofSeconds(10))); // a machine that stands still is to be seen, not to end the run
        try (var host = TestHost.create();
                var handler = new OpaAdapter().open(parameters, host)) {
            new PolicySwap(handler).measure(swaps, host, module);
        } finally {
            Files.delete(module);
            Files.delete(folder);
        }
    }

    private void measure(int swaps, TestHost host, Path module) throws Exception {
        for (int i = 0; i < 50_000; i++) {
            ask();
        }
        var swapping = Thread.ofPlatform().start(() -> swap(swaps, host, module));
        int usual = 0;
        int during = 0;
        var besides = new long[MOST_CALLS];
        long next = System.nanoTime();
        while (!over && usual < MOST_CALLS && during < MOST_CALLS) {
            boolean before = loading;
            long start = System.nanoTime();
            ask();
            long taken = System.nanoTime() - start;
            if (before || loading) {
                besides[during++] = taken;
            } else {
                latencies[usual++] = taken;
            }
            next += BETWEEN_CALLS.toNanos();
            LockSupport.parkNanos(next - System.nanoTime());
        }
        swapping.join();
        System.out.println("| calls | number | p50 µs | p99 µs | p99.9 µs | most µs |");
        System.out.println("|---|---:|---:|---:|---:|---:|");
        double p99 = print("with nothing beside", latencies, usual);
        double beside = print("while a policy is loaded", besides, during);
        System.out.printf("p99 beside a load over the usual p99: %.2f%n", beside / p99);
    }

    private void ask() throws Exception {
        if (!Calls.check(handler, REQUEST).status().isOk()) {
            throw new IllegalStateException("the policy does not allow what it should");
        }
    }

    private void swap(int swaps, TestHost host, Path module) {
        try {
            long longest = 0;
            for (int i = 1; i <= swaps; i++) {
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
                Files.writeString(module, module(i));
                loading = true;
                long start = System.nanoTime();
                host.advance(Duration.ofSeconds(1));
                longest = Math.max(longest, System.nanoTime() - start);
                loading = false;
                if (host.count("opa_policy_loads", "result", "activated") != i + 1) {
                    throw new IllegalStateException(handler.state().detail());
                }
            }
            System.out.printf(
                    "%d swaps, the longest load took %.2f s (opa's command included)%n%n", swaps, longest / 1e9);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            over = true;
        }
    }

    private static double print(String name, long[] values, int count) {
        var sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        System.out.printf(
                "| %s | %,d | %.1f | %.1f | %.1f | %.1f |%n",
                name, count, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 0.999), at(sorted, 1));
        return at(sorted, 0.99);
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1e3;
    }

    /** The policy of the other benchmarks of Rego, with one role as a rule, and a number that makes each another one. */
    private static String module(int number) throws IOException {
        try (var source = PolicySwap.class.getResourceAsStream("/rbac.rego")) {
            if (source == null) {
                throw new IOException("rbac.rego is missing");
            }
            return new String(source.readAllBytes(), StandardCharsets.UTF_8)
                    + "\nallow if input.attributes.request.http.headers[\"x-role\"] == \"role7\"\n\nallow if http.headers[\"x-version\"] == \""
                    + number + "\"\n";
        }
    }

    private static final RequestContext REQUEST = new RequestContext(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("GET"),
            Optional.of("/svc7/p9/items/7"),
            Optional.of("/svc7/p9/items/7"),
            Optional.of("reviews:9080"),
            Optional.of("http"),
            Optional.of("HTTP/1.1"),
            Optional.empty(),
            Map.of("accept", "*/*", "user-agent", "bench", "x-role", "role7"),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty());
}
