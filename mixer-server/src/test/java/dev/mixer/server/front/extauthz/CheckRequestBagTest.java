package dev.mixer.server.front.extauthz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.mixer.engine.attribute.Unusable;
import dev.mixer.engine.attribute.ValueType;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.dispatch.InvalidRequestException;
import dev.mixer.envoy.CheckRequestBag;
import dev.mixer.envoy.ExtAuthzSettings;
import dev.mixer.server.front.envoy.FrontHarness;
import dev.mixer.server.front.envoy.Samples;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import java.net.InetAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckRequestBagTest {
    @Test
    void mapsWhatARealSidecarSent() throws Exception {
        var request = Samples.read("ext_authz-check.json", CheckRequest.newBuilder());
        assertThat(Samples.table(bag(request))).isEqualTo("""
                        connection.mtls = false
                        context.protocol = http
                        context.reporter.kind = inbound
                        destination.ip = 127.0.0.1
                        destination.port = 10000
                        destination.service.host = reviews.default.svc.cluster.local
                        destination.service.name = reviews
                        destination.service.namespace = default
                        request.headers = {"accept":"*/*","user-agent":"curl/7.88.1","x-forwarded-proto":"http",\
                        "x-request-id":"a1a51aa8-7b58-4de2-a6a9-5a22bb49743e","x-secret":"s","x-user":"alice"}
                        request.host = 127.0.0.1:10000
                        request.id = 17137195023641178394
                        request.method = GET
                        request.path = /index.html?q=1
                        request.scheme = http
                        request.time = 2026-11-23T09:05:21.781278Z
                        request.useragent = curl/7.88.1
                        source.ip = 127.0.0.1
                        source.port = 38194
                        """);
    }

    @Test
    void mapsIdentitiesTokensAndBodies() throws Exception {
        var request = request("""
                {"attributes": {
                  "source": {"principal": "spiffe://cluster.local/ns/shop/sa/cart", "service": "forged",
                    "address": {"socket_address": {"address": "::ffff:10.1.2.3", "port_value": 7}}},
                  "destination": {"principal": "spiffe://cluster.local/ns/default/sa/reviews",
                    "address": {"pipe": {"path": "/run/x"}}},
                  "request": {"http": {"path": "/a", "size": -1, "body": "hello", "headers": {
                    "content-type": "application/grpc+proto", "referer": " r "}}},
                  "tls_session": {"sni": "reviews.example.com"},
                  "metadata_context": {"filter_metadata": {
                    "envoy.filters.http.jwt_authn": {"payload": {"iss": "https://issuer", "sub": "ann",
                      "aud": ["a", "b"], "azp": "app", "exp": 1700000000, "admin": true, "nested": {"x": "y"}}},
                    "other": {"payload": {"sub": "eve"}}}}
                }}""");
        assertThat(Samples.table(bag(request))).isEqualTo("""
                        connection.mtls = true
                        connection.requested_server_name = reviews.example.com
                        context.protocol = grpc
                        context.reporter.kind = inbound
                        destination.principal = cluster.local/ns/default/sa/reviews
                        request.auth.audiences = a,b
                        request.auth.claims = {"admin":"true","aud":"a,b","azp":"app","exp":"1700000000","iss":"https://issuer",\
                        "sub":"ann"}
                        request.auth.presenter = app
                        request.auth.principal = https://issuer/ann
                        request.auth.raw_claims = {"iss":"https://issuer","sub":"ann","aud":["a","b"],"azp":"app",\
                        "exp":1700000000,"admin":true,"nested":{"x":"y"}}
                        request.body = hello
                        request.headers = {"content-type":"application/grpc+proto","referer":"r"}
                        request.path = /a
                        request.referer = r
                        source.ip = 10.1.2.3
                        source.namespace = shop
                        source.port = 7
                        source.principal = cluster.local/ns/shop/sa/cart
                        source.user = cluster.local/ns/shop/sa/cart
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spiffe://d/ns/n/sa",
                "spiffe://d/ns/n/sa/s/more",
                "spiffe://d/ns//sa/s",
                "spiffe://d/nx/n/sa/s",
                "CN=ns/n/sa/s"
            })
    void readsNamespacesOnlyFromWorkloadNames(String principal) throws Exception {
        var builder = CheckRequest.newBuilder();
        builder.getAttributesBuilder().getSourceBuilder().setPrincipal(principal);
        assertThat(value(bag(builder), "source.principal")).isEqualTo(principal.replace("spiffe://", ""));
        assertThat(value(bag(builder), "source.namespace")).isNull();
        assertThat(value(bag(builder), "source.user")).isNull();
    }

    @Test
    void countsNoClaimsWhereTwoTokensAreThere() throws Exception {
        var request = request("""
                {"attributes": {"metadata_context": {"filter_metadata": {"envoy.filters.http.jwt_authn": {
                  "one": {"sub": "ann"}, "two": {"sub": "bob"}}}}}}""");
        assertThat(value(bag(request), "request.auth.principal")).isNull();
        assertThat(value(bag(request), "request.auth.claims")).isNull();
    }

    @Test
    void joinsRawHeadersAndCutsBlanks() throws Exception {
        var builder = CheckRequest.newBuilder();
        var headers = builder.getAttributesBuilder()
                .getRequestBuilder()
                .getHttpBuilder()
                .getHeaderMapBuilder();
        headers.addHeadersBuilder().setKey(":path").setValue("/x");
        headers.addHeadersBuilder().setKey("X-Role").setRawValue(ByteString.copyFromUtf8(" user\t"));
        headers.addHeadersBuilder().setKey("x-bad").setRawValue(ByteString.fromHex("ff"));
        headers.addHeadersBuilder().setKey("x-role").setRawValue(ByteString.copyFromUtf8("admin"));
        var bag = bag(builder);
        var map = Vocabulary.standard().require("request.headers");
        assertThat(bag.entry(map, "x-role")).isEqualTo("user,admin");
        assertThat(bag.entry(map, ":path")).isNull();
        assertThat(bag.entry(map, "x-bad")).isInstanceOf(Unusable.class);
        assertThat(bag.value(map)).isInstanceOf(Unusable.class);
    }

    @Test
    void takesNoIdentityFromHeaders() throws Exception {
        var request = request("""
                {"attributes": {"source": {"address": {"socket_address": {"address": "10.0.0.1", "port_value": 1}}},
                  "request": {"http": {"headers": {"x-forwarded-for": "6.6.6.6, 10.0.0.9",
                  "x-forwarded-client-cert": "URI=spiffe://a/ns/b/sa/c", "x-istio-attributes": "x",
                  "x-envoy-external-address": "6.6.6.6"}}}}}""");
        assertThat(value(bag(request), "source.ip")).isEqualTo(InetAddress.getByName("10.0.0.1"));
        assertThat(value(bag(request), "source.principal")).isNull();
        assertThat(value(bag(request), "origin.ip")).isNull();
        assertThat(value(bag(request, "trustedHops=1"), "origin.ip")).isEqualTo(InetAddress.getByName("10.0.0.9"));
        assertThat(value(bag(request, "trustedHops=2"), "origin.ip")).isEqualTo(InetAddress.getByName("6.6.6.6"));
        assertThat(value(bag(request, "trustedHops=3"), "origin.ip")).isNull();
    }

    @Test
    void readsRawBodies() throws Exception {
        assertThat(body("68c3a9", "false")).isEqualTo("h\u00e9");
        assertThat(body("68c3", "false")).isInstanceOf(Unusable.class);
        assertThat(body("68c3", "true")).isEqualTo("h");
        assertThat(body("ff68", "true")).isInstanceOf(Unusable.class);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "absent",
            value = {"-1, absent", "0, absent", "1, 1", "9223372036854775807, 9223372036854775807"})
    void aSizeThatTheSidecarDoesNotKnowIsAbsent(long sent, @Nullable Long read) throws Exception {
        var builder = CheckRequest.newBuilder();
        builder.getAttributesBuilder().getRequestBuilder().getHttpBuilder().setSize(sent);
        assertThat(value(bag(builder), "request.size")).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "destination.service       | reviews             | destination.service",
                "destination.port          | 80                  | destination.port",
                "destination.labels        | {\"app\": \"shop\"} | destination.labels",
                "destination.labels[app]   | shop                | destination.labels",
                "context.reporter.kind     | outbound            | context.reporter.kind",
                "api.operation             | list                | api.operation",
                "team                      | blue                | context.extensions",
                "response.code             | 200                 | context.extensions",
                "origin.ip                 | 10.0.0.1            | context.extensions",
                "destination.unheard.of    | x                   | context.extensions",
                "Source.principal          | x                   | context.extensions"
            })
    void takesWhatExtensionsMaySet(String key, String text, String attribute) throws Exception {
        var bag = bag(extension(key, text));
        var known = Vocabulary.standard().require(attribute);
        var value = bag.value(known);
        assertThat(value).isInstanceOf(known.type().javaType());
        if (attribute.equals("context.extensions")) {
            assertThat(value).isEqualTo(Map.of(key, text));
        } else if (known.type() == ValueType.STRING_MAP) {
            assertThat(value).isEqualTo(Map.of("app", "shop"));
            assertThat(bag.entry(known, "app")).isEqualTo("shop");
        } else {
            assertThat(value).hasToString(text);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "source.principal            | x",
                "source.service              | x",
                "source.labels[app]          | x",
                "source.unheard.of           | x",
                "request.headers[x-user]     | x",
                "request.auth.principal      | x",
                "connection.mtls             | true",
                "destination.port            | eighty",
                "destination.ip              | 010.0.0.1",
                "destination.labels          | shop",
                "destination.labels[app      | shop",
                "destination.service[app]    | shop",
                "context.extensions          | {}",
                "context.extensions[a]       | b"
            })
    void refusesWhatExtensionsMustNotSet(String key, String text) {
        assertThatThrownBy(() -> bag(extension(key, text)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(key.strip())
                .hasMessageContaining("faulty sidecar configuration");
    }

    @Test
    void takesWhatTheOperatorLists() throws Exception {
        var allow = "contextExtensions.allow=[source.workload.*, source.namespace]";
        assertThat(value(bag(extension("source.workload.name", "w"), allow), "source.workload.name"))
                .isEqualTo("w");
        assertThat(value(bag(extension("source.namespace", "n"), allow), "source.namespace"))
                .isEqualTo("n");
        assertThatThrownBy(() -> bag(extension("source.workloads", "w"), allow))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> bag(extension("source.namespaces", "w"), allow))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void refusesARequestWithoutAttributes() {
        assertThatThrownBy(() -> bag(CheckRequest.newBuilder())).isInstanceOf(InvalidRequestException.class);
    }

    private static @Nullable Object body(String hex, String partial) throws InvalidRequestException {
        var builder = CheckRequest.newBuilder();
        builder.getAttributesBuilder()
                .getRequestBuilder()
                .getHttpBuilder()
                .setRawBody(ByteString.fromHex(hex))
                .putHeaders("x-envoy-auth-partial-body", partial);
        return value(bag(builder), "request.body");
    }

    private static CheckRequest.Builder extension(String key, String value) {
        var builder = CheckRequest.newBuilder();
        builder.getAttributesBuilder().putContextExtensions(key, value);
        return builder;
    }

    private static CheckRequest.Builder request(String json) {
        return Samples.merge(json, CheckRequest.newBuilder());
    }

    private static CheckRequestBag bag(CheckRequest.Builder request, String... settings)
            throws InvalidRequestException {
        return CheckRequestBag.of(
                request.build(), Vocabulary.standard(), ExtAuthzSettings.from(FrontHarness.settings(settings)));
    }

    private static @Nullable Object value(CheckRequestBag bag, String attribute) {
        return bag.value(Vocabulary.standard().require(attribute));
    }
}
