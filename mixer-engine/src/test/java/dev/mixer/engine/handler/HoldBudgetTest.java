package dev.mixer.engine.handler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoldBudgetTest {
    private final HoldBudget budget = new HoldBudget();
    private long now = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos(); // the clock runs over on the way

    /** A hold that begins now. */
    private boolean hold(long millis) {
        long start = now;
        now += Duration.ofMillis(millis).toNanos();
        return budget.use(start, now);
    }

    private void advance(Duration duration) {
        now += duration.toNanos();
    }

    @Test
    void oneLostCoreIsForgiven() {
        assertThat(hold(41)).isFalse();
    }

    @Test
    void aMachineThatLosesACoreOnceAMinuteIsForgivenForEver() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(hold(41)).as("hold " + i).isFalse();
            advance(Duration.ofMinutes(1));
        }
    }

    @Test
    void oneLongHoldIsEnough() {
        assertThat(hold(199)).isFalse();
        assertThat(new HoldBudget().use(5, 5 + Duration.ofMillis(200).toNanos()))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"21, 10", "30, 7", "51, 4", "101, 2", "150, 2"})
    void aHandlerThatBlocksUsesUpItsBudgetInAFewCalls(long millis, int calls) {
        for (int i = 1; i < calls; i++) {
            assertThat(hold(millis)).isFalse();
            advance(Duration.ofMillis(10));
        }
        assertThat(hold(millis)).isTrue();
    }

    @Test
    void whatIsUsedComesBackWithTime() {
        hold(190);
        advance(Duration.ofMinutes(1)); // 90 are left of it
        assertThat(hold(109)).isFalse();
        advance(Duration.ofMinutes(2));
        assertThat(hold(199)).isFalse();
        advance(Duration.ofHours(5));
        assertThat(hold(199)).as("no more comes back than was used").isFalse();
        assertThat(hold(1)).isTrue();
    }

    @Test
    void aPauseThatMeetsSeveralThreadsCountsOnce() {
        long start = now;
        long end = now + Duration.ofMillis(150).toNanos();
        assertThat(LongStream.range(0, 8).mapToObj(i -> budget.use(start - i, end + i)))
                .containsOnly(false);
        assertThat(budget.usedMillis()).isEqualTo(150);
    }

    @Test
    void holdsThatOverlapInPartCountTogether() {
        assertThat(budget.use(0, Duration.ofMillis(150).toNanos())).isFalse();
        assertThat(budget.use(
                        Duration.ofMillis(100).toNanos(), Duration.ofMillis(201).toNanos()))
                .isTrue();
    }
}
