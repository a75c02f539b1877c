package dev.mixer.engine.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.config.ratelimit.RateUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExhaustedKeysTest {
    private static final RateLimit LIMIT = new RateLimit(5, RateUnit.MINUTE);

    @Test
    void aCounterIsKnownUntilItsWindowEnds() {
        var keys = new ExhaustedKeys(10);
        keys.add("a", LIMIT, Long.MIN_VALUE + 100); // the clock may run over
        assertThat(keys.resetIn("a", LIMIT, Long.MAX_VALUE)).isEqualTo(101);
        assertThat(keys.resetIn("a", LIMIT, Long.MIN_VALUE + 99)).isOne();
        assertThat(keys.resetIn("a", LIMIT, Long.MIN_VALUE + 100)).isZero();
        assertThat(keys.resetIn("b", LIMIT, Long.MAX_VALUE)).isZero();
    }

    @Test
    void anEditedLimitIsAskedAgain() {
        var keys = new ExhaustedKeys(10);
        keys.add("a", LIMIT, 100);
        assertThat(keys.resetIn("a", new RateLimit(6, RateUnit.MINUTE), 0)).isZero();
        assertThat(keys.resetIn("a", new RateLimit(5, RateUnit.HOUR), 0)).isZero();
    }

    @Test
    void whatIsGivenBackIsForgotten() {
        var keys = new ExhaustedKeys(10);
        keys.add("a", LIMIT, 100);
        keys.forget("b");
        keys.forget("a");
        assertThat(keys.resetIn("a", LIMIT, 0)).isZero();
    }

    @Test
    void noMoreAreKnownThanThereIsRoomForAndTheNewestAreAmongThem() {
        var keys = new ExhaustedKeys(100);
        IntStream.range(0, 10_000).forEach(i -> keys.add("k" + i, LIMIT, 100));
        assertThat(IntStream.range(0, 10_000).filter(i -> keys.resetIn("k" + i, LIMIT, 0) > 0))
                .hasSizeBetween(100, 128)
                .contains(9_999);
    }

    @Test
    void withoutRoomNothingIsKnown() {
        var keys = new ExhaustedKeys(0);
        keys.add("a", LIMIT, 100);
        keys.forget("a");
        assertThat(keys.resetIn("a", LIMIT, 0)).isZero();
    }
}
