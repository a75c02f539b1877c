package dev.mixer.adapters.statsdline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.spi.Problem;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstanceNamesTest {
    @ParameterizedTest
    @CsvSource({
        "a, a.home",
        "a.metric, a.home",
        "a.b, a.b",
        "a.metric.b, a.b",
        "a.instance.b, a.b",
        "a.v1.b, a.v1.b",
    })
    void fullNames(String written, String full) {
        assertThat(InstanceNames.full(written, InstanceNames.namespaceOf("handler.home")))
                .isEqualTo(full);
    }

    @Test
    void twoEntriesOfOneInstanceAreAProblem() {
        assertThat(InstanceNames.problems(Set.of("a.b", "a.metric.b", "c.b"), "rate", 0.5))
                .containsExactly(
                        Problem.error("metrics.a.metric.b", "names an instance that another entry names already"));
    }

    @Test
    void doubtfulRates() {
        assertThat(InstanceNames.problems(Set.of(), "rate", 0))
                .containsExactly(Problem.warning("rate", "is 0: only gauges are ever sent"));
        assertThat(InstanceNames.problems(Set.of(), "rate", 2))
                .containsExactly(Problem.warning("rate", "is more than 1, which is as good as 1"));
    }
}
