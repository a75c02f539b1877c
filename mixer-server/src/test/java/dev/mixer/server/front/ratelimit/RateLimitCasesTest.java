package dev.mixer.server.front.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.UInt64Value;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.util.JsonFormat;
import dev.mixer.server.front.ratelimit.RateLimitCases.Descriptor;
import dev.mixer.server.front.ratelimit.RateLimitCases.Step;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.type.v3.RateLimitUnit;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files under {@code src/test/resources/cases/ratelimit}: a case is added as data only. */
class RateLimitCasesTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "cases", "ratelimit");

    @TempDir
    Path folder;

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void eachStepIsAnsweredAsItsFileSays(Path file) throws IOException {
        var cases = RateLimitCases.read(file);
        try (var host = new RateLimitHost(folder, cases.settings())) {
            var problems = host.apply(cases.config());
            assertThat(problems)
                    .as(problems.toString())
                    .hasSize(cases.warnings().size())
                    .allMatch(problem -> cases.warnings().stream().anyMatch(problem::contains));
            int number = 0;
            for (var step : cases.steps()) {
                check(host, step, file.getFileName() + " step " + ++number + ": " + step.why());
            }
        }
    }

    @Test
    void withoutAValidConfigurationEveryLimitIsReached() throws IOException {
        var request = RateLimitRequest.newBuilder()
                .setDomain("shop")
                .addDescriptors(RateLimitDescriptor.newBuilder()
                        .addEntries(RateLimitDescriptor.Entry.newBuilder()
                                .setKey("user")
                                .setValue("alice")))
                .build();
        try (var host = new RateLimitHost(folder, List.of())) {
            assertThat(host.apply("{domain: shop, descriptors: [{key: user, rate_limit: {unit: eon}}]}"))
                    .isNotEmpty();
            assertThat(host.ask(request).getOverallCode()).isEqualTo(RateLimitResponse.Code.OVER_LIMIT);

            assertThat(host.apply("")).isEmpty();
            assertThat(host.ask(request).getOverallCode()).isEqualTo(RateLimitResponse.Code.OK);
        }
    }

    @Test
    void metadataThatNobodyGetsIsWarnedOfWhereItStands() throws IOException {
        try (var host = new RateLimitHost(folder, List.of())) {
            assertThat(host.apply(METADATA))
                    .containsExactly(
                            "limits.yaml:4:13: warning: rate limits of shop: descriptors[0].metadata: does nothing without"
                                    + " the setting rateLimit.dynamicMetadata",
                            "limits.yaml:7:13: warning: rate limits of shop: descriptors[1].metadata: does nothing without"
                                    + " the setting rateLimit.dynamicMetadata",
                            "limits.yaml:8:37: warning: rate limits of shop: descriptors[2].metadata: does nothing without"
                                    + " the setting rateLimit.dynamicMetadata");
            assertThat(host.ask(METADATA_REQUEST).hasDynamicMetadata()).isFalse();
        }
    }

    @Test
    void answersTellWhatWasAskedAndTheMetadataOfLimitsThatLetItPass() throws Exception {
        try (var host = new RateLimitHost(folder, List.of("rateLimit.dynamicMetadata=true"))) {
            assertThat(host.apply(METADATA)).isEmpty();
            assertThat(host.ask(METADATA_REQUEST).getDynamicMetadata()).isEqualTo(struct("""
                    {"domain": "shop", "hitsAddend": 2,
                     "descriptors": [{"entries": ["user=alice"]}, {"entries": ["path=/", "x=y"], "hitsAddend": 1}, {"entries": ["user=bob"]}],
                     "metadata": {"team": {"name": "web", "size": 3, "on": true, "of": ["a", null]}, "plan": "free"}}
                    """));
            assertThat(host.ask(METADATA_REQUEST).getDynamicMetadata().getFieldsMap())
                    .as("users are beyond their limit now")
                    .containsKey("domain")
                    .doesNotContainKey("metadata");
        }
    }

    private static final String METADATA = """
            domain: shop
            descriptors:
            - key: user
              metadata: {team: {name: web, size: 3}, plan: free}
              rate_limit: {unit: year, requests_per_unit: 2}
            - key: path
              metadata: {other: 1}
            - {key: user, value: bob, metadata: {team: {name: api, "on": true, of: [a, null]}}, rate_limit: {unit: year, requests_per_unit: 2}}
            """;

    private static final RateLimitRequest METADATA_REQUEST = RateLimitRequest.newBuilder()
            .setDomain("shop")
            .setHitsAddend(2)
            .addDescriptors(RateLimitDescriptor.newBuilder().addEntries(entry("user", "alice")))
            .addDescriptors(RateLimitDescriptor.newBuilder()
                    .addEntries(entry("path", "/"))
                    .addEntries(entry("x", "y"))
                    .setHitsAddend(UInt64Value.of(1)))
            .addDescriptors(RateLimitDescriptor.newBuilder().addEntries(entry("user", "bob")))
            .build();

    private static RateLimitDescriptor.Entry entry(String key, String value) {
        return RateLimitDescriptor.Entry.newBuilder()
                .setKey(key)
                .setValue(value)
                .build();
    }

    private static Struct struct(String json) throws IOException {
        var struct = Struct.newBuilder();
        JsonFormat.parser().merge(json, struct);
        return struct.build();
    }

    @Test
    void filesOfOneDomainMayNotSayTheSameTwice() throws IOException {
        var files = """
                domain: shop
                descriptors: [{key: user, descriptors: [{key: a}]}]
                ---
                domain: shop
                descriptors: [{key: path, descriptors: [{key: a}]}, {key: user}]
                """;
        try (var host = new RateLimitHost(folder, List.of("rateLimit.mergeDomains=true"))) {
            assertThat(host.apply(files))
                    .containsExactly(
                            "limits.yaml:5:59: error: rate limits of shop: descriptors[1]: the same key and value"
                                    + " stand here a second time; the first are at limits.yaml:2:21");
        }
        try (var host = new RateLimitHost(folder, List.of())) {
            assertThat(host.apply(files))
                    .containsExactly(
                            "limits.yaml:4:9: error: rate limits of shop: domain: stands here a second time; the"
                                    + " first is at limits.yaml:1:9");
        }
    }

    private static void check(RateLimitHost host, Step step, String where) {
        RateLimitResponse answer;
        try {
            answer = host.ask(request(step));
        } catch (StatusRuntimeException e) {
            assertThat(e.getStatus().getCode().name()).as(where).isEqualTo(step.want());
            return;
        }
        assertThat(answer.getOverallCode().name()).as(where + "\n" + answer).isEqualTo(step.want());
        assertThat(answer.getStatusesCount())
                .as(where)
                .isEqualTo(step.descriptors().size());
        for (int i = 0; i < step.statuses().size(); i++) {
            var wanted = step.statuses().get(i);
            var status = answer.getStatuses(i);
            var at = where + " status " + i;
            assertThat(status.getCode().name()).as(at).isEqualTo(wanted.code());
            if (wanted.remaining() != null) {
                assertThat(Integer.toUnsignedLong(status.getLimitRemaining()))
                        .as(at)
                        .isEqualTo(wanted.remaining());
            }
            if (wanted.limit() != null) {
                assertThat(status.hasCurrentLimit()).as(at).isEqualTo(wanted.limit() >= 0);
                assertThat(Integer.toUnsignedLong(status.getCurrentLimit().getRequestsPerUnit()))
                        .as(at)
                        .isEqualTo(Math.max(0, wanted.limit()));
            }
            if (wanted.name() != null) {
                assertThat(status.getCurrentLimit().getName()).as(at).isEqualTo(wanted.name());
            }
        }
        checkHeaders(answer, step, where);
        var counted = step.counted();
        if (counted != null) {
            counted.forEach((what, value) -> {
                var words = what.split(" ", 2);
                assertThat(host.counted(words[0], words.length == 1 ? "" : words[1]))
                        .as(where + " " + what)
                        .isEqualTo(value);
            });
        }
    }

    private static void checkHeaders(RateLimitResponse answer, Step step, String where) {
        var wanted = step.headers();
        if (wanted == null) {
            return;
        }
        var headers = new HashMap<String, String>();
        answer.getResponseHeadersToAddList().forEach(header -> headers.put(header.getKey(), header.getValue()));
        assertThat(headers).as(where).containsOnlyKeys(wanted.keySet());
        wanted.forEach((name, pattern) ->
                assertThat(headers.get(name)).as(where + " " + name).matches(pattern));
    }

    private static RateLimitRequest request(Step step) {
        var request = RateLimitRequest.newBuilder().setDomain(step.domain()).setHitsAddend((int) step.hits());
        step.descriptors().forEach(descriptor -> request.addDescriptors(descriptor(descriptor)));
        return request.build();
    }

    private static RateLimitDescriptor descriptor(Descriptor descriptor) {
        var written = RateLimitDescriptor.newBuilder();
        descriptor
                .entries()
                .forEach((key, value) -> written.addEntries(
                        RateLimitDescriptor.Entry.newBuilder().setKey(key).setValue(value)));
        var limit = descriptor.limit();
        if (limit != null) {
            written.setLimit(RateLimitDescriptor.RateLimitOverride.newBuilder()
                    .setRequestsPerUnit((int) limit.requests())
                    .setUnit(RateLimitUnit.valueOf(limit.unit())));
        }
        if (descriptor.hits() != null) {
            written.setHitsAddend(UInt64Value.of(descriptor.hits()));
        }
        if (descriptor.givesBack()) {
            // is_negative_hits, which the generated classes do not know yet.
            var flag = UnknownFieldSet.Field.newBuilder().addVarint(1).build();
            written.setUnknownFields(
                    UnknownFieldSet.newBuilder().addField(4, flag).build());
        }
        return written.build();
    }
}
