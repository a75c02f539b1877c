package dev.mixer.server.front.extauthz;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.envoy.CheckRequestBag;
import dev.mixer.envoy.ExtAuthzSettings;
import dev.mixer.server.front.envoy.FrontHarness;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import java.net.InetAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever a sidecar writes with the published classes, the bag reads exactly these values: no more, no less, no others. */
class CheckRequestPropertiesTest {
    private static final List<String> TEXTS = List.of("a", "B c", "é€😀", "=;,\"", "0", "x".repeat(300));

    @Property(tries = 1000)
    void theBagReadsWhatWasWritten(@ForAll long seed) throws Exception {
        var random = new Random(seed);
        var wanted = new LinkedHashMap<String, Object>();
        var request = CheckRequest.newBuilder();
        var context = request.getAttributesBuilder();
        peers(random, context, wanted);
        http(random, context, wanted);
        if (random.nextBoolean()) {
            context.getTlsSessionBuilder().setSni("sni-" + text(random));
            wanted.put(
                    "connection.requested_server_name", context.getTlsSession().getSni());
        }
        if (random.nextBoolean()) {
            context.putContextExtensions("team", text(random)).putContextExtensions("api.operation", text(random));
            wanted.put(
                    "context.extensions",
                    Map.of("team", context.getContextExtensionsMap().get("team")));
            wanted.put("api.operation", context.getContextExtensionsMap().get("api.operation"));
        }
        wanted.put("context.reporter.kind", "inbound");
        wanted.put("connection.mtls", wanted.containsKey("source.principal"));

        var bag = CheckRequestBag.of(
                CheckRequest.parseFrom(request.build().toByteArray()),
                Vocabulary.standard(),
                ExtAuthzSettings.from(FrontHarness.settings()));
        for (var attribute : Vocabulary.standard().attributes()) {
            var value = wanted.get(attribute.name());
            assertThat(bag.value(attribute)).as(attribute.name()).isEqualTo(value);
            assertThat(bag.entry(attribute, "no such key")).isNull();
            if (value instanceof Map<?, ?> map) {
                map.forEach((key, entry) ->
                        assertThat(bag.entry(attribute, (String) key)).isEqualTo(entry));
            }
        }
    }

    private static void peers(
            Random random,
            io.envoyproxy.envoy.service.auth.v3.AttributeContext.Builder context,
            Map<String, Object> wanted)
            throws Exception {
        for (var side : List.of("source", "destination")) {
            var peer = side.equals("source") ? context.getSourceBuilder() : context.getDestinationBuilder();
            // Never mapped: Envoy takes it from a header of the client.
            peer.setService("forged");
            if (random.nextBoolean()) {
                var bytes = new byte[random.nextBoolean() ? 4 : 16];
                random.nextBytes(bytes);
                var address = InetAddress.getByAddress(bytes);
                int port = random.nextInt(65_536);
                peer.setAddress(Address.newBuilder()
                        .setSocketAddress(SocketAddress.newBuilder()
                                .setAddress(address.getHostAddress())
                                .setPortValue(port)));
                wanted.put(side + ".ip", address);
                wanted.put(side + ".port", (long) port);
            }
            if (random.nextBoolean()) {
                var name = "cluster.local/ns/n" + random.nextInt(9) + "/sa/s" + random.nextInt(9);
                peer.setPrincipal("spiffe://" + name);
                wanted.put(side + ".principal", name);
                if (side.equals("source")) {
                    wanted.put("source.user", name);
                    wanted.put("source.namespace", name.split("/", -1)[2]);
                }
            }
        }
    }

    private static void http(
            Random random,
            io.envoyproxy.envoy.service.auth.v3.AttributeContext.Builder context,
            Map<String, Object> wanted) {
        if (random.nextInt(8) == 0) {
            wanted.put("context.protocol", "tcp");
            return;
        }
        wanted.put("context.protocol", "http");
        var http = context.getRequestBuilder().getHttpBuilder();
        for (var name : List.of("host", "method", "path", "scheme", "id", "body")) {
            if (random.nextBoolean()) {
                http.setField(http.getDescriptorForType().findFieldByName(name), text(random));
                wanted.put(
                        "request." + name,
                        http.getField(http.getDescriptorForType().findFieldByName(name)));
            }
        }
        if (random.nextBoolean()) {
            http.setSize(1L + random.nextInt());
            if (http.getSize() > 0) {
                wanted.put("request.size", http.getSize());
            }
        }
        if (random.nextBoolean()) {
            context.getRequestBuilder()
                    .setTime(Timestamp.newBuilder()
                            .setSeconds(random.nextInt())
                            .setNanos(random.nextInt(1_000_000_000)));
            var time = context.getRequest().getTime();
            wanted.put("request.time", Instant.ofEpochSecond(time.getSeconds(), time.getNanos()));
        }
        var headers = new LinkedHashMap<String, String>();
        boolean raw = random.nextBoolean();
        for (int i = random.nextInt(6); i > 0; i--) {
            var name = (random.nextBoolean() ? "X-" : "x-") + random.nextInt(4);
            var value = text(random);
            if (raw) {
                http.getHeaderMapBuilder()
                        .addHeaders(HeaderValue.newBuilder()
                                .setKey(name)
                                .setRawValue(ByteString.copyFromUtf8(" " + value + "\t")));
                headers.merge(name.toLowerCase(Locale.ROOT), value, (one, other) -> one + "," + other);
            } else if (!headers.containsKey(name.toLowerCase(Locale.ROOT))) {
                http.putHeaders(name, " " + value + "\t");
                headers.put(name.toLowerCase(Locale.ROOT), value);
            }
        }
        wanted.put("request.headers", headers);
    }

    private static String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }
}
