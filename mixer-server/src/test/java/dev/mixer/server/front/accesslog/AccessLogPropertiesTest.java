package dev.mixer.server.front.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UInt32Value;
import dev.mixer.engine.attribute.Vocabulary;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever a sidecar logs of a request with the published classes, the bag reads exactly these values of it. */
class AccessLogPropertiesTest {
    private static final List<String> TEXTS = List.of("a", "B c", "é€😀", "=;,\"", "0", "x".repeat(300));

    @Property(tries = 1000)
    void theBagReadsWhatWasLogged(@ForAll long seed) throws Exception {
        var random = new Random(seed);
        var wanted = new LinkedHashMap<String, Object>();
        var entry = HTTPAccessLogEntry.newBuilder();
        var request = entry.getRequestBuilder();
        var texts = Map.of(
                "scheme", "scheme",
                "authority", "host",
                "path", "path",
                "request_id", "id",
                "user_agent", "useragent",
                "referer", "referer");
        texts.forEach((field, attribute) -> {
            if (random.nextBoolean()) {
                var text = TEXTS.get(random.nextInt(TEXTS.size()));
                request.setField(request.getDescriptorForType().findFieldByName(field), text);
                wanted.put("request." + attribute, text);
            }
        });
        long body = random.nextInt(1 << 30);
        long head = random.nextInt(1 << 20);
        request.setRequestBodyBytes(body).setRequestHeadersBytes(head);
        wanted.put("request.size", body);
        wanted.put("request.total_size", body + head);
        wanted.put("request.headers", headers(random, request::putRequestHeaders));
        var response = entry.getResponseBuilder();
        response.setResponseBodyBytes(head).setResponseHeadersBytes(body);
        wanted.put("response.size", head);
        wanted.put("response.total_size", body + head);
        wanted.put("response.headers", headers(random, response::putResponseHeaders));
        if (random.nextBoolean()) {
            int code = 100 + random.nextInt(500);
            response.setResponseCode(UInt32Value.of(code));
            wanted.put("response.code", (long) code);
        }

        var sent = HTTPAccessLogEntry.parseFrom(entry.build().toByteArray());
        var bag = new AccessLogBag(LogEntry.of(Reporter.UNKNOWN, sent));
        for (var attribute : Vocabulary.standard().attributes()) {
            if (attribute.name().startsWith("request.") || attribute.name().startsWith("response.")) {
                var value = wanted.get(attribute.name());
                // An entry without headers may show them as absent or as none.
                assertThat(bag.value(attribute))
                        .as(attribute.name())
                        .isIn(value, Map.of().equals(value) ? null : value);
                if (value instanceof Map<?, ?> map) {
                    map.forEach((key, text) ->
                            assertThat(bag.entry(attribute, (String) key)).isEqualTo(text));
                }
            }
        }
    }

    private static Map<String, String> headers(Random random, java.util.function.BiConsumer<String, String> add) {
        var headers = new LinkedHashMap<String, String>();
        for (int i = random.nextInt(5); i > 0; i--) {
            headers.put("x-" + i, TEXTS.get(random.nextInt(TEXTS.size())));
        }
        headers.forEach((name, value) -> add.accept(name.replace('x', 'X'), " " + value));
        return headers;
    }
}
