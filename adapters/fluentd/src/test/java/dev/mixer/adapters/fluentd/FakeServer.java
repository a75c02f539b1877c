package dev.mixer.adapters.fluentd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;

/** A server of the Forward Protocol that does what the collector never would. One connection at a time. */
final class FakeServer implements AutoCloseable {
    private final ServerSocket listener;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** What the server does with a connection. */
    @FunctionalInterface
    interface Behaviour {
        void serve(MessageUnpacker in, MessagePacker out) throws Exception;
    }

    private FakeServer(ServerSocket listener, Behaviour behaviour) {
        this.listener = listener;
        var _ = Thread.ofPlatform().daemon().start(() -> run(behaviour));
    }

    static FakeServer start(Behaviour behaviour) throws IOException {
        return new FakeServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), behaviour);
    }

    static FakeServer start(SSLContext tls, Behaviour behaviour) throws IOException {
        return new FakeServer(
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()), behaviour);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Reads a message and answers its chunk. */
    static String readChunk(MessageUnpacker in) throws IOException {
        var options = in.unpackValue().asArrayValue().get(2).asMapValue();
        for (var option : options.entrySet()) {
            if (option.getKey().toString().equals("chunk")) {
                return option.getValue().toString();
            }
        }
        throw new IOException("no chunk in " + options);
    }

    static void acknowledge(MessagePacker out, String chunk) throws IOException {
        out.packMapHeader(1).packString("ack").packString(chunk);
        out.flush();
    }

    /** What went wrong in the behaviour; null: nothing, or a connection that its client ended. */
    @Nullable
    Throwable failure() {
        return failure.get();
    }

    private void run(Behaviour behaviour) {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept();
                    var in = MessagePack.newDefaultUnpacker(socket.getInputStream());
                    var out = MessagePack.newDefaultPacker(socket.getOutputStream())) {
                behaviour.serve(in, out);
            } catch (IOException | org.msgpack.core.MessagePackException e) {
                // The client or the test has ended the connection.
            } catch (Exception | AssertionError e) {
                failure.set(e);
            }
        }
    }

    /** Ends the server; a connection ends with its client. */
    @Override
    public void close() throws IOException {
        listener.close();
    }
}
