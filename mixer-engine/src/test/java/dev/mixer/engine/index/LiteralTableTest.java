package dev.mixer.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class LiteralTableTest {
    private static Set<String> found(Set<String> literals, String text) {
        var entries = new HashMap<String, String>();
        literals.forEach(literal -> entries.put(literal, literal));
        var found = new HashSet<String>();
        new LiteralTable<>(entries).find(text, found::add);
        return found;
    }

    @Test
    void literalsAreFoundAnywhereInAText() {
        assertThat(found(Set.of("abc", "bcd", "cde", "xyz"), "abcd")).containsExactlyInAnyOrder("abc", "bcd");
    }

    @Test
    void textsShorterThanALiteralHoldNone() {
        assertThat(found(Set.of("abc"), "ab")).isEmpty();
        assertThat(found(Set.of("abcd"), "abc")).isEmpty();
    }

    @Property
    void everyLiteralThatATextContainsIsFound(
            @ForAll @Size(max = 30)
                    Set<@CharRange(from = 'a', to = 'c') @StringLength(min = 3, max = 6) String> literals,
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 12) String text) {
        assertThat(found(literals, text))
                .containsExactlyInAnyOrderElementsOf(
                        literals.stream().filter(text::contains).toList());
    }
}
