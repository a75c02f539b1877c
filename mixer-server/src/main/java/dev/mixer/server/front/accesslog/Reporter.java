package dev.mixer.server.front.accesslog;

import org.jspecify.annotations.Nullable;

/**
 * The workload whose sidecar writes a stream, from a node id in the form {@code sidecar~IP~POD.NAMESPACE~DOMAIN}.
 *
 * @param pod null where the node id has another form
 * @param namespace null where the node id has another form
 */
record Reporter(@Nullable String pod, @Nullable String namespace) {
    static final Reporter UNKNOWN = new Reporter(null, null);

    static Reporter of(String nodeId) {
        var parts = nodeId.split("~", -1);
        if (parts.length < 4) {
            return UNKNOWN;
        }
        // A pod's name may hold dots, a namespace cannot.
        int dot = parts[2].lastIndexOf('.');
        return dot < 1 || dot == parts[2].length() - 1
                ? UNKNOWN
                : new Reporter(parts[2].substring(0, dot), parts[2].substring(dot + 1));
    }

    @Nullable
    String uid() {
        return pod == null ? null : "kubernetes://" + pod + "." + namespace;
    }
}
