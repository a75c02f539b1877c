package dev.mixer.server.front.http;

import com.google.protobuf.ByteString;
import dev.mixer.engine.attribute.HeaderNames;
import dev.mixer.envoy.Headers;
import dev.mixer.envoy.Utf8;
import io.envoyproxy.envoy.config.core.v3.HeaderMap;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a proxy sent. Texts hold one byte a character, as they came.
 *
 * @param peer whose connection it came over
 * @param target path and query as they came
 * @param headers names and values in order, with repeats
 */
record ProxyMessage(InetAddress peer, String method, String target, List<Map.Entry<String, String>> headers) {
    /** They speak of the connection between proxy and host, not of the request that is asked about. */
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "host",
            "connection",
            "proxy-connection",
            "keep-alive",
            "transfer-encoding",
            "content-length",
            "upgrade",
            "expect");

    /** How many bytes a client can have made of it. */
    long size() {
        long size = target.length();
        for (var header : headers) {
            size += header.getKey().length() + header.getValue().length();
        }
        return size;
    }

    /**
     * The value of a header that must be there once.
     *
     * @throws UntrustedException if it is not
     */
    String only(String name) throws UntrustedException {
        String found = null;
        for (var header : headers) {
            if (HeaderNames.same(header.getKey(), name)) {
                if (found != null) {
                    throw new UntrustedException("the header " + name + " stands there twice");
                }
                found = header.getValue().strip();
            }
        }
        if (found == null || found.isEmpty()) {
            throw new UntrustedException("the header " + name + " is missing");
        }
        return found;
    }

    /** The headers of the request that is asked about. */
    Headers headersBut(List<String> own) {
        var map = HeaderMap.newBuilder();
        for (var header : headers) {
            var name = HeaderNames.fold(header.getKey());
            if (!OF_THE_CONNECTION.contains(name) && !own.contains(name)) {
                map.addHeaders(HeaderValue.newBuilder().setKey(name).setRawValue(bytes(header.getValue())));
            }
        }
        return Headers.of(map.build());
    }

    /** The text that the bytes of a text are in UTF-8, or {@code Unusable}. */
    static Object text(String bytes, String what) {
        return Utf8.text(bytes(bytes), what);
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFrom(text, StandardCharsets.ISO_8859_1);
    }
}
