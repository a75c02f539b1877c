package dev.mixer.server.front.envoy;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Names of decisions, of the host's own and never the client's. */
public final class DecisionId {
    /** The header that tells it where the operator wants that. */
    public static final String HEADER = "x-mixer-decision-id";

    private DecisionId() {}

    /** A random name. Ids need to differ, not to be secret: no call waits for a secure generator. */
    public static String next() {
        var random = ThreadLocalRandom.current();
        return new UUID((random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() & ~(3L << 62)) | (1L << 63))
                .toString();
    }
}
