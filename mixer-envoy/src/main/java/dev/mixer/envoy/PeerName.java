package dev.mixer.envoy;

import org.jspecify.annotations.Nullable;

/**
 * The name in a peer's certificate as attributes show it: without {@code spiffe://}.
 *
 * @param name never empty
 */
public record PeerName(String name) {
    private static final String SCHEME = "spiffe://";

    /** The name that Envoy states, or null where it states none. */
    public static @Nullable PeerName of(String stated) {
        var name = stated.startsWith(SCHEME) ? stated.substring(SCHEME.length()) : stated;
        return name.isEmpty() ? null : new PeerName(name);
    }

    /** The name as a value. */
    public static @Nullable Object principal(@Nullable PeerName peer) {
        return peer == null ? null : peer.name();
    }

    /** The namespace, of names in the form {@code DOMAIN/ns/NAMESPACE/sa/ACCOUNT} only. */
    public static @Nullable Object namespace(@Nullable PeerName peer) {
        var segments = peer == null ? null : peer.workloadSegments();
        return segments == null ? null : segments[2];
    }

    /** The user, which is the whole name, of names in the form {@code DOMAIN/ns/NAMESPACE/sa/ACCOUNT} only. */
    public static @Nullable Object user(@Nullable PeerName peer) {
        return peer == null || peer.workloadSegments() == null ? null : peer.name();
    }

    private String @Nullable [] workloadSegments() {
        var segments = name.split("/", -1);
        boolean workload = segments.length == 5
                && !segments[0].isEmpty()
                && segments[1].equals("ns")
                && !segments[2].isEmpty()
                && segments[3].equals("sa")
                && !segments[4].isEmpty();
        return workload ? segments : null;
    }
}
