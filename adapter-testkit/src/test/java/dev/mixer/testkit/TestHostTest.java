package dev.mixer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestHostTest {
    @Test
    void timedWorkRunsInOrderWhenTheClockIsAdvanced() {
        try (var host = TestHost.create()) {
            var ran = new ArrayList<String>();
            var start = host.clock().instant();
            host.scheduler().after(Duration.ofSeconds(3), () -> ran.add("3s at " + since(start, host)));
            host.scheduler().every(Duration.ofSeconds(2), () -> ran.add("tick at " + since(start, host)));
            host.scheduler()
                    .after(Duration.ofSeconds(1), () -> ran.add("never"))
                    .close();
            assertThat(ran).isEmpty();
            host.advance(Duration.ofSeconds(5));
            assertThat(ran).containsExactly("tick at PT2S", "3s at PT3S", "tick at PT4S");
            assertThat(since(start, host)).isEqualTo(Duration.ofSeconds(5));
        }
    }

    @Test
    void periodicWorkThatThrowsIsLoggedAndGoesOn() {
        try (var host = TestHost.create()) {
            host.scheduler().every(Duration.ofSeconds(1), () -> {
                throw new IllegalStateException("broken");
            });
            host.advance(Duration.ofSeconds(2));
            assertThat(host.logLines()).hasSize(2).allMatch(line -> line.thrown() != null);
        }
    }

    @Test
    void nothingRunsAfterTheHandlerHasEnded() {
        var host = TestHost.create();
        var ran = new ArrayList<String>();
        host.scheduler().every(Duration.ofSeconds(1), () -> ran.add("tick"));
        host.close();
        host.advance(Duration.ofSeconds(3));
        assertThat(ran).isEmpty();
    }

    @Test
    void aDeferringHostExecutesOnDemand() {
        try (var host = TestHost.deferring()) {
            var ran = new ArrayList<String>();
            host.scheduler().execute(() -> ran.add("work"));
            assertThat(ran).isEmpty();
            host.runWaiting();
            assertThat(ran).containsExactly("work");
        }
    }

    @Test
    void metersSeriesAndLogCanBeRead() throws Exception {
        try (var host = TestHost.create()) {
            host.meters().counter("tries", "Tries.", "kind", "a").add(2);
            host.meters().counter("tries", "Tries.", "kind", "a").add(1);
            host.meters().gauge("size", "Size.", () -> 7);
            var published = host.publish(List::of);
            host.logger().log(System.Logger.Level.INFO, "{0} of {1}", 1, 2);
            assertThat(host.count("tries", "kind", "a")).isEqualTo(3);
            assertThat(host.count("tries")).isZero();
            assertThat(host.gauge("size")).isEqualTo(7);
            assertThat(host.series()).isEmpty();
            assertThat(host.logLines()).extracting(TestHost.LogLine::message).containsExactly("1 of 2");
            published.close();
        }
    }

    private static Duration since(Instant start, TestHost host) {
        return Duration.between(start, host.clock().instant());
    }
}
