package dev.mixer.testkit.backend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback interface for programs that must be told theirs before they start.
 *
 * <p>They lie below the range from which Linux numbers outgoing connections and sockets bound to port 0
 * ({@code ip_local_port_range}, 32768 and above unless changed). A port from that range may be given to any other socket
 * between the moment when it is chosen and the moment when the program opens it.
 */
final class FreePorts {
    private static final int FIRST = 15_000;
    private static final int COUNT = 17_000;
    private static final int TRIES = 1000;

    private FreePorts() {}

    /** A port that nothing uses now and that the kernel gives to nobody by itself. */
    static int next() {
        for (int i = 0; i < TRIES; i++) {
            int port = FIRST + ThreadLocalRandom.current().nextInt(COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port in " + FIRST + " to " + (FIRST + COUNT - 1));
    }

    private static boolean isFree(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
