package dev.mixer.server.front.mixer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import net.jqwik.api.Example;
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

    @Property(tries = 500)
    void anAttributeThatIsStatedTwiceIsRefused(@ForAll long seed) {
        var samples = new WireSamples(seed);
        var values = samples.values();
        if (values.isEmpty()) {
            return;
        }
        var words = new ArrayList<String>();
        var entries = samples.entries(values, words);
        var twice = List.copyOf(values.keySet()).get(samples.number(values.size()));
        // Another value of another spelling, before or after.
        entries.add(
                samples.number(entries.size() + 1),
                samples.entries(Map.of(twice, values.get(twice)), words).getFirst());
        var wordParts = words.stream()
                .map(word ->
                        CompressedAttributes.newBuilder().addWords(word).build().toByteArray())
                .toList();
        var message = field(1, samples.shuffled(wordParts, entries));

        assertThatThrownBy(() -> bag(message))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(twice + " is in the message twice");
    }

    @Example
    void headerNamesFoldTheLettersOfAsciiOnly() throws Exception {
        var values = new LinkedHashMap<String, Object>();
        values.put(
                "request.headers",
                Map.of(
                        "X-ROLE",
                        "r",
                        "x-\u017fecret",
                        "long s",
                        "X-\u212aEY",
                        "kelvin",
                        "X-Key",
                        "k",
                        "\u0130",
                        "dotted i"));
        var bag = bag(field(1, WireMessages.attributes(values).toByteArray()));
        var headers = WireSamples.VOCABULARY.require("request.headers");

        var wanted = Map.of(
                "x-role", "r", "x-\u017fecret", "long s", "x-\u212aey", "kelvin", "x-key", "k", "\u0130", "dotted i");
        assertThat(bag.value(headers)).isEqualTo(wanted);
        wanted.forEach((name, text) -> assertThat(bag.entry(headers, name)).isEqualTo(text));
        assertThat(bag.entry(headers, "x-secret")).isNull();
        assertThat(bag.entry(headers, "i\u0307")).isNull();
    }

    @Example
    void aLargeMapIsNotInheritedByTenThousandRecords() throws Exception {
        var headers = new LinkedHashMap<String, String>();
        for (int i = 0; i < 1_000; i++) {
            headers.put("x-" + i, "v".repeat(100));
        }
        var first = WireMessages.attributes(Map.of("request.headers", headers));
        var report = ReportRequest.newBuilder().setGlobalWordCount(222).addAttributes(first);
        for (int i = 0; i < 9_999; i++) {
            report.addAttributes(CompressedAttributes.getDefaultInstance());
        }
        var inherited = report.build().toByteArray();
        assertThat(inherited).hasSizeLessThan(200_000);
        assertThatThrownBy(() -> ReportMessage.parse(inherited).bags(WireSamples.VOCABULARY, Names::of))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("send fewer records");

        // A map that is stated anew takes the old one's place in the sum; what stands alone inherits nothing.
        report.setAttributes(1, WireMessages.attributes(Map.of("request.headers", Map.of("a", "b"))));
        assertThat(ReportMessage.parse(report.build().toByteArray()).bags(WireSamples.VOCABULARY, Names::of))
                .hasSize(10_000);
        var alone = report.setAttributes(1, CompressedAttributes.getDefaultInstance())
                .setRepeatedAttributesSemantics(RepeatedAttributesSemantics.INDEPENDENT_ENCODING)
                .build()
                .toByteArray();
        assertThat(ReportMessage.parse(alone).bags(WireSamples.VOCABULARY, Names::of))
                .hasSize(10_000);
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
