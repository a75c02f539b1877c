package dev.mixer.adapters.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mixer.spi.template.TraceSpan;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpanIdsTest {
    private static final String TRACE = "463ac35c9f6413ad48485a3953bb6124";

    private static SpanIds of(String traceId, String spanId, String parentId, boolean client, boolean rewrite) {
        return SpanIds.of(new TraceSpan(
                traceId,
                spanId,
                parentId,
                "name",
                Instant.EPOCH,
                Instant.EPOCH,
                Map.of(),
                0,
                client,
                rewrite,
                "",
                Optional.empty(),
                "",
                Optional.empty(),
                0,
                0,
                0,
                0,
                ""));
    }

    @ParameterizedTest
    @CsvSource({
        "463ac35c9f6413ad48485a3953bb6124, 463ac35c9f6413ad48485a3953bb6124, 463ac35c9f6413ad48485a3953bb6124",
        "463AC35C9F6413AD48485A3953BB6124, 463ac35c9f6413ad48485a3953bb6124, 463ac35c9f6413ad48485a3953bb6124",
        "463ac35c9f6413ad, 463ac35c9f6413ad, 0000000000000000463ac35c9f6413ad",
        "0000000000000000463ac35c9f6413ad, 463ac35c9f6413ad, 0000000000000000463ac35c9f6413ad",
        "1463ac35c9f6413ad, 0000000000000001463ac35c9f6413ad, 0000000000000001463ac35c9f6413ad",
        "' f ', 000000000000000f, 0000000000000000000000000000000f"
    })
    void tracesHaveSixteenOrThirtyTwoDigits(String given, String traceId, String longId) {
        var ids = of(given, "A", "b", false, false);
        assertThat(ids).isEqualTo(new SpanIds(traceId, "000000000000000a", "000000000000000b", true));
        assertThat(ids.longTraceId()).isEqualTo(longId);
    }

    @ParameterizedTest
    @CsvSource({
        "00-463ac35c9f6413ad48485a3953bb6124-00f067aa0ba902b7-01, '', 00f067aa0ba902b7, '', true",
        "00-463ac35c9f6413ad48485a3953bb6124-00f067aa0ba902b7-00, '', 00f067aa0ba902b7, '', false",
        "00-463ac35c9f6413ad48485a3953bb6124-00f067aa0ba902b7-03, 1, 0000000000000001, '', true",
        "cc-463ac35c9f6413ad48485a3953bb6124-00f067aa0ba902b7-01-later, '', 00f067aa0ba902b7, '', true",
        "463ac35c9f6413ad48485a3953bb6124-00f067aa0ba902b7, '', 00f067aa0ba902b7, '', true",
        "463ac35c9f6413ad48485a3953bb6124-00f067aa0ba902b7-0, '', 00f067aa0ba902b7, '', false",
        "463ac35c9f6413ad48485a3953bb6124-00f067aa0ba902b7-d-00000000000000aa, '', 00f067aa0ba902b7, 00000000000000aa, true"
    })
    void aWholeHeaderGivesAllIds(String header, String spanId, String id, String parent, boolean sampled) {
        assertThat(of(header, spanId, "", false, false)).isEqualTo(new SpanIds(TRACE, id, parent, sampled));
    }

    /** The id is the one that Mixer made of it, so that spans of both join. */
    @Test
    void aRewrittenClientIsTheParentOfItsServer() {
        var client = of(TRACE, "a2fb4a1d1a96d312", "1", true, true);
        var server = of(TRACE, "a2fb4a1d1a96d312", "1", false, true);
        assertThat(client.spanId()).isEqualTo("9d9164ded28611b9");
        assertThat(client.parentId()).isEqualTo("0000000000000001");
        assertThat(server.spanId()).isEqualTo("a2fb4a1d1a96d312");
        assertThat(server.parentId()).isEqualTo(client.spanId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "0", "x", "123456789012345678901234567890123", "00-ab-cd-01", "1-2"})
    void tracesThatAreNone(String traceId) {
        assertThatIllegalArgumentException().isThrownBy(() -> of(traceId, "1", "", false, false));
    }

    @Test
    void theSameShareOfTracesEverywhere() {
        var low = of("0000000000000001", "1", "", false, false);
        var high = of("7fffffffffffffff", "1", "", false, false);
        assertThat(low.isAmong(0)).isFalse();
        assertThat(low.isAmong(0.001)).isTrue();
        assertThat(high.isAmong(0.999)).isFalse();
        assertThat(high.isAmong(1)).isTrue();
        // The highest bit does not count, nor do the upper 64.
        assertThat(of(TRACE + "", "1", "", false, false).isAmong(0.6))
                .isEqualTo(of("c8485a3953bb6124", "1", "", false, false).isAmong(0.6));
    }
}
