package dev.mixer.engine.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttributeReaderTest {
    private final Slots slots = new Slots(Vocabulary.standard());
    private final Attribute method = slots.vocabulary().require("request.method");
    private final Attribute headers = slots.vocabulary().require("request.headers");
    private final int methodSlot = slots.slot(method);
    private final int role = slots.slot(headers, "X-Role");
    private final int map = slots.slot(headers);

    @Test
    void refersToWhatIsReadPresentOrNot() {
        var reader = reader(Map.of("request.headers", Map.of("x-role", "a")));
        assertThat(reader.read(methodSlot)).isNull();
        assertThat(reader.read(role)).isEqualTo("a");
        assertThat(referenced(reader)).containsExactlyInAnyOrder("-request.method", "request.headers[x-role]");
    }

    @Test
    void refersToTheMapWhereTheAnswerDependsOnItsPresence() {
        var reader = reader(Map.of("request.headers", Map.of()));
        assertThat(reader.readEntryOrEmpty(role, map)).isEqualTo("");
        assertThat(referenced(reader)).containsExactlyInAnyOrder("request.headers", "-request.headers[x-role]");
        assertThat(reader(Map.of()).readEntryOrEmpty(role, map)).isNull();
    }

    @Test
    void refersToKeysOfTheCall() {
        var reader = reader(Map.of("request.headers", Map.of("a", "1")));
        assertThat(reader.readEntry(map, "A")).isEqualTo("1");
        assertThat(reader.readEntryOrEmpty(map, "b")).isEqualTo("");
        assertThat(referenced(reader))
                .containsExactlyInAnyOrder("request.headers[a]", "-request.headers[b]", "request.headers");
    }

    @Test
    void whatCannotBeUsedIsAbsentAndRefusesTheCall() {
        var reader = reader(Map.of("request.method", new Unusable("bad")));
        assertThat(reader.refusal()).isNull();
        assertThat(reader.read(methodSlot)).isNull();
        assertThat(reader.refusal()).isEqualTo(new Unusable("bad"));
        assertThat(reader.isUnusable(methodSlot)).isTrue();
        assertThat(reader.isUnusable(role)).isFalse();
    }

    @Test
    void anUnusableMapIsNotOneThatLacksTheKey() {
        var reader = reader(Map.of("request.headers", new Unusable("bad")));
        assertThat(reader.readEntryOrEmpty(role, map)).isNull();
        assertThat(reader.readEntryOrEmpty(map, "other")).isNull();
        assertThat(reader.refusal()).isNotNull();
    }

    @Test
    void whatAProducerSuppliesRefersToNothing() {
        var reader = reader(Map.of("request.method", new Unusable("bad")));
        reader.provide(method, "GET");
        reader.provide(headers, Map.of("x-role", "p"));
        assertThat(reader.read(methodSlot)).isEqualTo("GET");
        assertThat(reader.read(role)).isEqualTo("p");
        assertThat(reader.readEntry(map, "x-role")).isEqualTo("p");
        assertThat(referenced(reader)).isEmpty();
        assertThat(reader.refusal()).isNull();
    }

    @Test
    void aProducerHidesWhatWasRead() {
        var reader = reader(Map.of("request.method", "GET"));
        assertThat(reader.read(methodSlot)).isEqualTo("GET");
        reader.provide(method, "PUT");
        assertThat(reader.read(methodSlot)).isEqualTo("PUT");
    }

    private AttributeReader reader(Map<String, Object> values) {
        return new AttributeReader(slots, MapBag.of(values));
    }

    private static List<String> referenced(AttributeReader reader) {
        return reader.referenced().matches().stream().map(Object::toString).toList();
    }
}
