package dev.mixer.engine.spelling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {
    @ParameterizedTest
    @CsvSource({
        "maxAmuont, maxAmount",
        "max_amount, maxAmount",
        "nmae, name",
        "nam, name",
        "overides, overrides",
        "id, ''",
        "frobnicate, ''",
        "'', ''"
    })
    void theNearestNameIsOffered(String name, String wanted) {
        List<String> known = List.of("maxAmount", "name", "overrides", "if");
        assertThat(DidYouMean.nearest(name, known).orElse("")).isEqualTo(wanted);
    }

    @Test
    void distanceCountsSwappedNeighboursOnce() {
        assertThat(DidYouMean.distance("abcd", "acbd")).isEqualTo(1);
        assertThat(DidYouMean.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(DidYouMean.distance("", "abc")).isEqualTo(3);
    }

    @Test
    void allNamesAreListedOnlyWhereTheyAreFew() {
        assertThat(DidYouMean.hint("nam", List.of("name", "other"))).isEqualTo("; did you mean 'name'?");
        assertThat(DidYouMean.hint("frobnicate", List.of("b", "a"))).isEqualTo("; known: a, b");
        assertThat(DidYouMean.hint("frobnicate", Collections.nCopies(37, "x"))).isEmpty();
        assertThat(DidYouMean.hint("frobnicate", List.of())).isEmpty();
    }
}
