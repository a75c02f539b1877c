package dev.mixer.engine.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    private final Vocabulary standard = Vocabulary.standard();

    @Test
    void idsArePlaces() {
        for (int id = 0; id < standard.size(); id++) {
            assertThat(standard.attributes().get(id).id()).isEqualTo(id);
        }
    }

    @Test
    void additionsFollowTheStandardOnesInOrderOfTheirNames() {
        var more = standard.with(Map.of("z.a", ValueType.BOOL, "a.z", ValueType.INT64));
        assertThat(more.require("a.z").id()).isEqualTo(standard.size());
        assertThat(more.require("z.a").id()).isEqualTo(standard.size() + 1);
        assertThat(more.require("request.size")).isEqualTo(standard.require("request.size"));
        assertThat(standard.find("a.z")).isEmpty();
    }

    @Test
    void anAttributeKeepsItsType() {
        assertThat(standard.with(Map.of("request.size", ValueType.INT64))).isSameAs(standard);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> standard.with(Map.of("request.size", ValueType.STRING)))
                .withMessage("attribute request.size is INT64, it cannot be STRING as well");
    }
}
