package dev.mixer.adapters.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.spi.AttributeValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CounterNameTest {
    private static final Window WINDOW = new Window.Fixed(1000);

    private static AttributeValue text(String value) {
        return new AttributeValue.Text(value);
    }

    @Test
    void namesThatLookAlikeAreDifferentCounters() {
        var names = List.of(
                CounterName.quota("a.b", WINDOW, Map.of()),
                CounterName.quota("a.b", new Window.Never(), Map.of()),
                CounterName.quota("a.b", new Window.Even(1000), Map.of()),
                CounterName.quota("a.b", new Window.Rolling(1000, 10), Map.of()),
                CounterName.quota("a.b", new Window.Rolling(1000, 20), Map.of()),
                CounterName.quota("a.c", WINDOW, Map.of()),
                CounterName.quota("a.b", WINDOW, Map.of("k", text("1"))),
                CounterName.quota("a.b", WINDOW, Map.of("k", new AttributeValue.Int64(1))),
                CounterName.quota("a.b", WINDOW, Map.of("k", text("1"), "l", text(""))),
                CounterName.quota("a.b", WINDOW, Map.of("k", text(""), "l", text("1"))),
                CounterName.quota("a.b", WINDOW, Map.of("k", new AttributeValue.TextMap(Map.of("a", "b", "c", "d")))),
                CounterName.quota("a.b", WINDOW, Map.of("k", new AttributeValue.TextMap(Map.of("a", "b, c=d")))),
                CounterName.rateLimit("k", WINDOW),
                CounterName.rateLimit("k", new Window.Fixed(2000)),
                CounterName.rateLimit("", WINDOW));
        assertThat(names.stream().map(name -> List.of(boxed(name.toBytes())))).doesNotHaveDuplicates();
    }

    @Test
    void theOrderOfDimensionsDoesNotCount() {
        var one = new LinkedHashMap<String, AttributeValue>();
        one.put("a", text("1"));
        one.put("b", text("2"));
        var other = new LinkedHashMap<String, AttributeValue>();
        other.put("b", text("2"));
        other.put("a", text("1"));
        assertThat(CounterName.quota("q", WINDOW, one).toBytes())
                .isEqualTo(CounterName.quota("q", WINDOW, other).toBytes());
    }

    @Test
    void theSharedNameKnowsTheQuotaAndNoDimensions() {
        var shared = CounterName.quota("q", WINDOW, Map.of("a", text("1"))).shared();
        assertThat(shared.toBytes())
                .isEqualTo(CounterName.quota("q", WINDOW, Map.of("a", text("2")))
                        .shared()
                        .toBytes())
                .isNotEqualTo(CounterName.quota("q", WINDOW, Map.of()).toBytes())
                .isNotEqualTo(CounterName.quota("r", WINDOW, Map.of()).shared().toBytes());
    }

    private static Byte[] boxed(byte[] bytes) {
        var boxed = new Byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            boxed[i] = bytes[i];
        }
        return boxed;
    }
}
