package dev.mixer.adapters.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.spi.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaProblemsTest {
    private static List<Problem> problems(QuotaDefinition... quotas) {
        return QuotaProblems.of(List.of(quotas), Algorithm.ROLLING_WINDOW);
    }

    private static QuotaDefinition quota(String name, long most, Duration valid, Duration bucket) {
        return new QuotaDefinition(name, most, valid, Optional.empty(), bucket, List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "q, 0, PT1S, PT0S, quotas[0].maxAmount, 0 is not in 1 to 9007199254740991",
        "q, -5, PT1S, PT0S, quotas[0].maxAmount, -5 is not in 1 to 9007199254740991",
        "q, 9007199254740992, PT1S, PT0S, quotas[0].maxAmount, 9007199254740992 is not in 1 to 9007199254740991",
        "q, 1, PT-1S, PT0S, quotas[0].validDuration, -1s is not in 0s to",
        "q, 1, PT90000H, PT0S, quotas[0].validDuration, 324000000s is not in 0s to",
        "q, 1, PT2562047788015H, PT0S, quotas[0].validDuration, is not in 0s to",
        "q, 1, PT1S, PT-1S, quotas[0].bucketDuration, -1s is negative",
        "q, 1, PT1S, PT2S, quotas[0].bucketDuration, longer than validDuration 1s",
        "q, 1, PT1S, PT0.0001S, quotas[0].bucketDuration, more than 1000 buckets",
        "'', 1, PT1S, PT0S, quotas[0].name, is empty",
    })
    void whatCannotBeIsNamedWithItsPlace(
            String name, long most, Duration valid, Duration bucket, String path, String message) {
        assertThat(problems(quota(name, most, valid, bucket))).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Problem.Severity.ERROR);
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message()).contains(message);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "1, PT0S, PT0S",
        "9007199254740991, PT1S, PT1S",
        "1, PT87672H, PT0S",
        "1, PT0S, PT5S",
        "1, PT1S, PT0.001S"
    })
    void whatCanBeIsAccepted(long most, Duration valid, Duration bucket) {
        assertThat(problems(quota("q", most, valid, bucket))).isEmpty();
    }

    @Test
    void oneQuotaUnderTwoFormsOfItsNameIsThereTwice() {
        var second = Duration.ofSeconds(1);
        assertThat(problems(
                        quota("q.home", 1, second, Duration.ZERO),
                        quota("q.away", 1, second, Duration.ZERO),
                        quota("q.quota.home", 1, second, Duration.ZERO)))
                .containsExactly(Problem.error("quotas[2].name", "q.home has a limit already"));
    }

    @Test
    void overridesHaveProblemsOfTheirOwn() {
        var quota = new QuotaDefinition(
                "q",
                1,
                Duration.ofSeconds(1),
                Optional.empty(),
                Duration.ofMillis(500),
                List.of(
                        new QuotaOverride(Map.of("a", "b"), 0, Optional.of(Duration.ofSeconds(-1))),
                        new QuotaOverride(Map.of("a", "c"), 1, Optional.of(Duration.ofMillis(100))),
                        new QuotaOverride(Map.of(), 1, Optional.empty()),
                        new QuotaOverride(Map.of("a", "d"), 1, Optional.empty())));
        assertThat(problems(quota))
                .extracting(problem -> problem.severity() + " " + problem.path())
                .containsExactly(
                        "ERROR quotas[0].overrides[0].maxAmount",
                        "ERROR quotas[0].overrides[0].validDuration",
                        "ERROR quotas[0].overrides[1].validDuration",
                        "WARNING quotas[0].overrides[2].dimensions",
                        "WARNING quotas[0].overrides[3]");
    }
}
