package dev.mixer.adapters.statsdline;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A way to the server. Used by one thread at a time; {@link #drop} by any. */
interface Link {
    /** Returns with a connection to {@code server}, the one at hand if it still is one. */
    void connect(InetSocketAddress server) throws IOException;

    /** Hands all of {@code packet} to the operating system. */
    void write(ByteBuffer packet) throws IOException;

    /** Ends the connection, if there is one. */
    void drop();
}
