package dev.mixer.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class AffixTableTest {
    private static List<String> found(boolean fromEnd, Set<String> affixes, String text) {
        var entries = new HashMap<String, String>();
        affixes.forEach(affix -> entries.put(affix, affix));
        var found = new ArrayList<String>();
        new AffixTable<>(fromEnd, entries).find(text, found::add);
        return found;
    }

    @Test
    void prefixesAreFoundFromTheShortest() {
        assertThat(found(false, Set.of("", "/a", "/a/b", "/b", "/a/b/c/d"), "/a/b/c"))
                .containsExactly("", "/a", "/a/b");
    }

    @Test
    void suffixesAreFoundFromTheShortest() {
        assertThat(found(true, Set.of("", "c", "/c", "/b", "x/a/b/c"), "/a/b/c"))
                .containsExactly("", "c", "/c");
    }

    @Test
    void affixesOfEqualHashAreToldApart() {
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        assertThat(found(false, Set.of("Aa", "BB"), "BBx")).containsExactly("BB");
        assertThat(found(false, Set.of("Aa", "BB"), "Aax")).containsExactly("Aa");
    }

    @Property
    void everyAffixIsFoundOnceAndNothingElse(
            @ForAll @Size(max = 40) Set<@CharRange(from = 'a', to = 'c') @StringLength(max = 6) String> affixes,
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(max = 8) String text) {
        assertThat(found(false, affixes, text))
                .containsExactlyInAnyOrderElementsOf(
                        affixes.stream().filter(text::startsWith).toList());
        assertThat(found(true, affixes, text))
                .containsExactlyInAnyOrderElementsOf(
                        affixes.stream().filter(text::endsWith).toList());
    }
}
