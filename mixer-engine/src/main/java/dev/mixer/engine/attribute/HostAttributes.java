package dev.mixer.engine.attribute;

/**
 * The attributes under {@code host.}: facts that the host itself has established. No message of a client may state one,
 * and no manifest may declare one.
 */
public final class HostAttributes {
    /** The identity of the client that holds the connection, from its verified certificate. */
    public static final String PEER_PRINCIPAL = "host.peer.principal";

    private static final String PREFIX = "host.";

    private HostAttributes() {}

    /** Whether a name is the host's to set. */
    public static boolean owns(String name) {
        return name.startsWith(PREFIX);
    }
}
