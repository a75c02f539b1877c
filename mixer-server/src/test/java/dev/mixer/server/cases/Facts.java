package dev.mixer.server.cases;

import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.expression.ValueText;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A request as attributes: what a Mixer sidecar states, and what the engine is given. */
final class Facts {
    private static final Pattern WORKLOAD = Pattern.compile("[^/]+/ns/([^/]+)/sa/[^/]+");

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, String> extensions = new LinkedHashMap<>();

    private Facts() {}

    /** Attributes with the headers given. */
    static Map<String, Object> of(Request request, Map<String, String> headers) {
        var facts = new Facts();
        facts.addRequest(request, headers);
        facts.addPeers(request);
        request.extensions().forEach(facts::addExtension);
        if (!facts.extensions.isEmpty()) {
            facts.values.put("context.extensions", facts.extensions);
        }
        return facts.values;
    }

    /** Headers as contract C3 has them. */
    static Map<String, String> joinedHeaders(Request request) {
        var joined = new LinkedHashMap<String, String>();
        for (var header : request.headers()) {
            joined.merge(
                    header.getFirst().toLowerCase(Locale.ROOT),
                    header.getLast().strip(),
                    (earlier, later) -> earlier + "," + later);
        }
        if (request.large() > 0) {
            joined.put("x-large", "x".repeat(request.large()));
        }
        return joined;
    }

    private void addRequest(Request request, Map<String, String> headers) {
        var joined = joinedHeaders(request);
        add("request.method", request.method());
        add("request.path", request.target());
        add("request.host", request.host());
        add("request.useragent", joined.getOrDefault("user-agent", ""));
        add("request.referer", joined.getOrDefault("referer", ""));
        values.put("request.headers", headers);
        boolean grpc = joined.getOrDefault("content-type", "").startsWith("application/grpc");
        add("context.protocol", grpc ? "grpc" : "http");
        add("context.reporter.kind", "inbound");
    }

    private void addPeers(Request request) {
        var peer = request.peer();
        add("source.principal", peer.principal());
        var workload = WORKLOAD.matcher(peer.principal());
        if (workload.matches()) {
            add("source.namespace", workload.group(1));
            add("source.user", peer.principal());
        }
        values.put("connection.mtls", !peer.principal().isEmpty());
        addAddress("source", peer.ip(), peer.port());
        var destination = request.destination();
        add("destination.service.host", destination.host());
        add("destination.namespace", destination.namespace());
        addAddress("destination", destination.ip(), destination.port());
        if (!destination.labels().isEmpty()) {
            values.put("destination.labels", destination.labels());
        }
    }

    private void addAddress(String side, String ip, int port) {
        if (!ip.isEmpty()) {
            try {
                values.put(side + ".ip", InetAddress.getByName(ip));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(ip, e);
            }
            values.put(side + ".port", (long) port);
        }
    }

    /** What is no value of the attribute's type stays the text that the configuration holds. */
    private void addExtension(String name, String value) {
        var attribute = Vocabulary.standard().get(name);
        if (attribute == null) {
            extensions.put(name, value);
            return;
        }
        try {
            values.putIfAbsent(name, ValueText.parse(attribute.type(), value));
        } catch (IllegalArgumentException e) {
            values.put(name, value);
        }
    }

    private void add(String name, String text) {
        if (!text.isEmpty()) {
            values.put(name, text);
        }
    }
}
