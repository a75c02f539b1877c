package dev.mixer.server.cases;

import java.util.List;
import java.util.Map;

/**
 * A request as the sidecar sees it, in no front's words.
 *
 * @param headers names and values in order, with repeats
 * @param raw whether Envoy sends headers one by one as they came, instead of joined
 * @param large bytes of one more header
 * @param extensions what the sidecar's own configuration states of each of its calls
 */
record Request(
        String method,
        String target,
        String host,
        List<List<String>> headers,
        boolean raw,
        int large,
        Peer peer,
        Destination destination,
        Map<String, String> extensions) {
    /**
     * Who calls.
     *
     * @param principal the validated name without {@code spiffe://}; empty: there is none
     * @param ip empty: unknown
     */
    record Peer(String principal, String ip, int port) {}

    /** Who is called; what is empty is unknown. */
    record Destination(String host, String namespace, String ip, int port, Map<String, String> labels) {}
}
