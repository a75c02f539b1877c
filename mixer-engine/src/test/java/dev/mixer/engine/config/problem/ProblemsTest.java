package dev.mixer.engine.config.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    @Test
    void partsThatAreAbsentAreLeftOut() {
        var problems = new Problems();
        problems.scope("rule deny.default")
                .field("spec")
                .field("actions")
                .index(2)
                .key("a")
                .error(new Place("b.yaml", 3, 4), "is wrong");
        problems.error(Place.whole("a.yaml"), "cannot be read");
        problems.scope("").warning(new Place("b.yaml", 3, 0), "is odd");
        assertThat(problems.lines())
                .containsExactly(
                        "a.yaml: error: cannot be read",
                        "b.yaml:3: warning: is odd",
                        "b.yaml:3:4: error: rule deny.default: spec.actions[2][a]: is wrong");
    }

    @Test
    void whatIsBeyondTheCapacityIsCountedAndStillForbids() {
        var problems = new Problems(2);
        problems.scope("").warning(new Place("a", 1, 1), "one");
        problems.scope("").warning(new Place("a", 2, 1), "two");
        problems.error(new Place("a", 3, 1), "three");
        assertThat(problems.lines()).containsExactly("a:1:1: warning: one", "a:2:1: warning: two", "and 1 more");
        assertThat(problems.hasErrors()).isTrue();
    }

    @Test
    void filesAreOrderedByCodePoint() {
        String emoji = new String(Character.toChars(0x1F600));
        assertThat(Stream.of(emoji, "\uFFEE", "b", "a", "ab")
                        .sorted(Place::compareByCodePoint)
                        .toList())
                .containsExactly("a", "ab", "b", "\uFFEE", emoji);
    }
}
