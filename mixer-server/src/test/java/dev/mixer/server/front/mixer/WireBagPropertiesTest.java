package dev.mixer.server.front.mixer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.mixer.engine.attribute.AttributeBag;
import dev.mixer.engine.dispatch.Call;
import dev.mixer.engine.dispatch.InvalidRequestException;
import dev.mixer.proto.v1.CheckRequest;
import dev.mixer.proto.v1.CompressedAttributes;
import dev.mixer.proto.v1.ReportRequest;
import dev.mixer.proto.v1.ReportRequest.RepeatedAttributesSemantics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever way protobuf writes attributes, a bag reads the values that were put in: no more, no less, no others. */
class WireBagPropertiesTest {
    @Property(tries = 1000)
    void aCheckReadsWhatWasPutIn(@ForAll long seed) throws Exception {
        var samples = new WireSamples(seed);
        var values = samples.values();
        var attributes = CheckRequest.newBuilder()
                .setAttributes(CompressedAttributes.parseFrom(samples.encoded(values)))
                .build()
                .toByteArray();
        var message = samples.shuffled(List.of(attributes), others(), samples.unknown());
        var parsed = CheckMessage.parse(message);

        assertReads(parsed.bag(WireSamples.VOCABULARY, Names::of), values);
        assertThat(parsed.globalWordCount()).isEqualTo(200);
        assertThat(parsed.dedupId()).isEqualTo("id");
        assertThat(parsed.quotas())
                .containsExactly(new Call.Quotas.Ask("a", 2, false), new Call.Quotas.Ask("b", 3, true));
    }

    @Property(tries = 1000)
    void rawOrderAndUnknownFieldsInsideTheAttributesChangeNothing(@ForAll long seed) throws Exception {
        var samples = new WireSamples(seed);
        var values = samples.values();
        assertReads(bag(field(1, samples.encoded(values))), values);
    }

    @Property(tries = 1000)
    void attributesInPartsAreTheAttributesOfThePartsTogether(@ForAll long seed) throws Exception {
        var samples = new WireSamples(seed);
        var values = samples.values();
        var words = new ArrayList<String>();
        var entries = samples.entries(values, words);
        var wordParts = words.stream()
                .map(word -> field(
                        1,
                        CompressedAttributes.newBuilder().addWords(word).build().toByteArray()))
                .toList();
        var entryParts = entries.stream().map(entry -> field(1, entry)).toList();
        var message = samples.shuffled(wordParts, entryParts, samples.unknown());

        assertReads(bag(message), values);
    }

    @Property(tries = 500)
    void eachRecordOfAReportReadsWhatTheEncodingSays(@ForAll long seed) throws Exception {
        var samples = new WireSamples(seed);
        boolean independent = samples.number(2) == 0;
        var defaultWords = new ArrayList<String>();
        var records = new ArrayList<byte[]>();
        var expected = new ArrayList<Map<String, Object>>();
        Map<String, Object> state = Map.of();
        for (int i = samples.number(6); i > 0; i--) {
            var values = samples.values();
            records.add(field(1, record(samples, values, defaultWords)));
            var next = new LinkedHashMap<>(independent ? Map.of() : state);
            next.putAll(values);
            state = next;
            expected.add(next);
        }
        var wordParts = defaultWords.stream()
                .map(word ->
                        ReportRequest.newBuilder().addDefaultWords(word).build().toByteArray())
                .toList();
        var semantics = ReportRequest.newBuilder()
                .setRepeatedAttributesSemantics(
                        independent
                                ? RepeatedAttributesSemantics.INDEPENDENT_ENCODING
                                : RepeatedAttributesSemantics.DELTA_ENCODING)
                .setGlobalWordCount(222)
                .build()
                .toByteArray();
        var message = samples.shuffled(records, wordParts, List.of(semantics), samples.unknown());

        var bags = ReportMessage.parse(message).bags(WireSamples.VOCABULARY, Names::of);
        assertThat(bags).hasSameSizeAs(expected);
        for (int i = 0; i < bags.size(); i++) {
            assertReads(bags.get(i), expected.get(i));
        }
    }

    /** Some records have words of their own, the others share the report's. */
    private static byte[] record(WireSamples samples, Map<String, Object> values, List<String> defaultWords) {
        if (samples.number(2) == 0) {
            var own = new ArrayList<>(List.of("own"));
            var entries = samples.entries(values, own);
            var words = CompressedAttributes.newBuilder().addAllWords(own).build();
            return samples.shuffled(List.of(words.toByteArray()), entries);
        }
        return samples.shuffled(samples.entries(values, defaultWords), samples.unknown());
    }

    /** Two quotas, one of them stated twice: of a map's entries under one key the last one counts. */
    private static List<byte[]> others() {
        return List.of(
                CheckRequest.newBuilder()
                        .setGlobalWordCount(7)
                        .setDeduplicationId("no")
                        .build()
                        .toByteArray(),
                quota("a", 1, true),
                quota("b", 3, true),
                quota("a", 2, false),
                CheckRequest.newBuilder()
                        .setGlobalWordCount(200)
                        .setDeduplicationId("id")
                        .build()
                        .toByteArray());
    }

    private static byte[] quota(String name, long amount, boolean bestEffort) {
        var parameters = CheckRequest.QuotaParams.newBuilder().setAmount(amount).setBestEffort(bestEffort);
        return CheckRequest.newBuilder()
                .putQuotas(name, parameters.build())
                .build()
                .toByteArray();
    }

    private static byte[] field(int number, byte[] value) {
        var field = UnknownFieldSet.Field.newBuilder().addLengthDelimited(ByteString.copyFrom(value));
        return UnknownFieldSet.newBuilder()
                .addField(number, field.build())
                .build()
                .toByteArray();
    }

    private static AttributeBag bag(byte[] message) throws InvalidRequestException {
        return CheckMessage.parse(message).bag(WireSamples.VOCABULARY, Names::of);
    }

    private static void assertReads(AttributeBag bag, Map<String, Object> values) {
        for (var attribute : WireSamples.VOCABULARY.attributes()) {
            var value = values.get(attribute.name());
            assertThat(bag.value(attribute)).as(attribute.name()).isEqualTo(value);
            assertThat(bag.has(attribute)).as(attribute.name()).isEqualTo(value != null);
            assertThat(bag.entry(attribute, "no such key")).isNull();
            if (value instanceof Map<?, ?> map) {
                map.forEach((key, text) ->
                        assertThat(bag.entry(attribute, (String) key)).isEqualTo(text));
            }
        }
    }
}
