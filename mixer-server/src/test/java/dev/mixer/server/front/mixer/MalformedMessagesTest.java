package dev.mixer.server.front.mixer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.mixer.engine.dispatch.InvalidRequestException;
import dev.mixer.proto.v1.CheckRequest;
import dev.mixer.proto.v1.CompressedAttributes;
import dev.mixer.proto.v1.ReportRequest;
import dev.mixer.proto.v1.StringMap;
import java.util.Collections;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages that were once read although they must not be, or at a price that no client may set. */
class MalformedMessagesTest {
    @ParameterizedTest
    @CsvSource({
        "the end of a group that did not begin, 0c",
        "the same inside of the attributes, 0a0114",
        "the same inside of an entry, 0a0312010c",
        "the same inside of a quota, 220114",
        "a timestamp that is cut off, 0a08 3206 08TIME 120108",
        "a duration with a wrong field, 0a08 3a06 08SPAN 120107",
        "a time in two parts, 0a0d 320b 08TIME 12020801 12021002"
    })
    void aCheckThatIsNoMessageIsRefused(String why, String hex) {
        var message = HexFormat.of()
                .parseHex(hex.replace(" ", "")
                        .replace("TIME", key("request.time"))
                        .replace("SPAN", key("response.duration")));
        assertThatThrownBy(() -> CheckMessage.parse(message).bag(WireSamples.VOCABULARY, Names::of))
                .as(why)
                .isInstanceOf(InvalidRequestException.class);
    }

    /** The key of a map's entry: the index in zigzag form, as a varint of two bytes. */
    private static String key(String attribute) {
        int number = GlobalDictionary.INSTANCE.indexOf(attribute) * 2;
        return "%02x%02x".formatted((number & 0x7f) | 0x80, number >> 7);
    }

    @Test
    void aReportWithTheEndOfAGroupThatDidNotBeginIsRefused() {
        assertThatThrownBy(() -> ReportMessage.parse(new byte[] {0x2c})).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void mapsThatRepeatALongWordTooOftenAreRefused() {
        var map = StringMap.newBuilder();
        var attributes = CompressedAttributes.newBuilder().addWords("x".repeat(100_000));
        for (int i = 0; i < 200; i++) {
            attributes.addWords("x-" + i);
            map.putEntries(-i - 2, -1);
        }
        var headers = GlobalDictionary.INSTANCE.indexOf("request.headers");
        var message = CheckRequest.newBuilder()
                .setAttributes(attributes.putStringMaps(headers, map.build()))
                .build()
                .toByteArray();

        assertThatThrownBy(() -> CheckMessage.parse(message).bag(WireSamples.VOCABULARY, Names::of))
                .hasMessageContaining("repeat its words too often");
    }

    @Test
    void aHeaderUnderManySpellingsIsJoinedOnce() throws Exception {
        var map = StringMap.newBuilder();
        var attributes = CompressedAttributes.newBuilder().addWords("v");
        var expected = new StringBuilder();
        for (int i = 0; i < 1 << 15; i++) {
            var name = new StringBuilder("x-abcdefghijklmno");
            for (int bit = 0; bit < 15; bit++) {
                if (((i >> bit) & 1) == 1) {
                    name.setCharAt(2 + bit, Character.toUpperCase(name.charAt(2 + bit)));
                }
            }
            attributes.addWords(name.toString());
            map.putEntries(-i - 2, -1);
            expected.append(i == 0 ? "v" : ",v");
        }
        var headers = WireSamples.VOCABULARY.require("request.headers");
        var message = CheckRequest.newBuilder()
                .setAttributes(
                        attributes.putStringMaps(GlobalDictionary.INSTANCE.indexOf("request.headers"), map.build()))
                .build()
                .toByteArray();
        var bag = CheckMessage.parse(message).bag(WireSamples.VOCABULARY, Names::of);

        assertThat(bag.entry(headers, "x-abcdefghijklmno")).isEqualTo(expected.toString());
        assertThat(bag.value(headers)).isEqualTo(Collections.singletonMap("x-abcdefghijklmno", expected.toString()));
    }

    @Test
    void moreRecordsThanAnySidecarSendsAreRefused() throws Exception {
        var records = Collections.nCopies(10_000, CompressedAttributes.getDefaultInstance());
        var report = ReportRequest.newBuilder().addAllAttributes(records);
        assertThat(ReportMessage.parse(report.build().toByteArray()).bags(WireSamples.VOCABULARY, Names::of))
                .hasSize(10_000);

        var larger = report.addAttributes(CompressedAttributes.getDefaultInstance())
                .build()
                .toByteArray();
        assertThatThrownBy(() -> ReportMessage.parse(larger)).hasMessageContaining("more than 10000 records");
    }

    @Test
    void moreQuotasThanAnySidecarAsksForAreRefused() {
        var request = CheckRequest.newBuilder();
        for (int i = 0; i <= 100; i++) {
            request.putQuotas("q" + i, CheckRequest.QuotaParams.getDefaultInstance());
        }
        assertThatThrownBy(() -> CheckMessage.parse(request.build().toByteArray()))
                .hasMessageContaining("more than 100 quotas");
    }

    @Test
    void aWordThatNobodyReadsMayHaveAnyEncoding() throws Exception {
        var attributes = CompressedAttributes.newBuilder()
                .addWords("source.user")
                .addWords("ann")
                .putStrings(-1, -2);
        var bytes = CheckRequest.newBuilder().setAttributes(attributes).build().toByteString();
        var latin1 = CompressedAttributes.newBuilder().addWords("MARK").build().toByteArray();
        for (int i = 2; i < latin1.length; i++) {
            latin1[i] = (byte) 0xe9;
        }
        var message = bytes.concat(ByteString.copyFrom(new byte[] {10, (byte) latin1.length}))
                .concat(ByteString.copyFrom(latin1))
                .toByteArray();
        var bag = CheckMessage.parse(message).bag(WireSamples.VOCABULARY, Names::of);

        assertThat(bag.value(WireSamples.VOCABULARY.require("source.user"))).isEqualTo("ann");
    }
}
