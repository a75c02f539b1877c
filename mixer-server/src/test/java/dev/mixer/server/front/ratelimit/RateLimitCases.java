package dev.mixer.server.front.ratelimit;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Requests that are asked one after the other under one configuration.
 *
 * @param config a rate limit file
 * @param settings of the host, as {@code NAME=VALUE}
 * @param warnings what is said of the file when it is loaded, each a part of a line
 */
record RateLimitCases(String config, List<String> settings, List<String> warnings, List<Step> steps) {
    private static final ObjectMapper MAPPER = mapper();

    /**
     * One request with its answer.
     *
     * @param want the code of the answer, or the status of the call
     * @param headers names with patterns of values; null: not looked at
     * @param counted values of counters after the step, by {@code NAME} or {@code NAME RULE}
     */
    record Step(
            String why,
            String domain,
            List<Descriptor> descriptors,
            long hits,
            String want,
            List<Wanted> statuses,
            @Nullable Map<String, String> headers,
            @Nullable Map<String, Long> counted) {}

    /**
     * What is asked about.
     *
     * @param hits null: the request's
     */
    record Descriptor(
            Map<String, String> entries,
            @Nullable Limit limit,
            @Nullable Long hits,
            boolean givesBack) {}

    /** The limit that a request brings along. */
    record Limit(long requests, String unit) {}

    /** What is wanted of one descriptor; null is not looked at. */
    record Wanted(
            String code,
            @Nullable Long remaining,
            @Nullable Long limit,
            @Nullable String name) {}

    static RateLimitCases read(Path file) throws IOException {
        var settings = LoadSettings.builder().setLabel(file.toString()).build();
        return MAPPER.convertValue(new Load(settings).loadFromString(Files.readString(file)), RateLimitCases.class);
    }

    private static ObjectMapper mapper() {
        var mapper = new ObjectMapper();
        mapper.configOverride(List.class).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
        return mapper;
    }
}
