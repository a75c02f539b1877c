package dev.mixer.adapters.fluentd;

import dev.mixer.adapters.sending.HostPort;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;

/** A connection to the server; used by one thread at a time, closed by any. An interruption of its user closes it. */
final class Connection implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5000;

    private final SocketChannel channel;
    private @Nullable MessagePacker out;
    private @Nullable MessageUnpacker in;

    private Connection(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Connects.
     *
     * @param tls absent: in the clear
     * @param answerLimit how long the server may take for each answer
     */
    static Connection open(HostPort server, @Nullable SSLContext tls, Duration answerLimit) throws IOException {
        var connection = new Connection(SocketChannel.open());
        try {
            connection.connect(server, tls, answerLimit);
            return connection;
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** To the server; buffered until flushed. */
    MessagePacker out() throws IOException {
        if (out == null) {
            throw new IOException("not connected");
        }
        return out;
    }

    /** From the server. */
    MessageUnpacker in() throws IOException {
        if (in == null) {
            throw new IOException("not connected");
        }
        return in;
    }

    /** The chunk that the server acknowledges next. */
    String readAcknowledgement() throws IOException {
        try {
            var answer = in().unpackValue();
            if (answer.isMapValue()) {
                for (var pair : answer.asMapValue().entrySet()) {
                    if (pair.getKey().toString().equals("ack")) {
                        return pair.getValue().toString();
                    }
                }
            }
            throw new IOException("the server answered something else than an acknowledgement");
        } catch (SocketTimeoutException e) {
            throw new IOException("the server has not acknowledged in time", e);
        } catch (MessagePackException e) {
            throw new IOException("the server ended the connection without an acknowledgement: " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The connection is given up either way.
        }
    }

    private void connect(HostPort server, @Nullable SSLContext tls, Duration answerLimit) throws IOException {
        Socket socket = channel.socket();
        socket.connect(server.resolve(), CONNECT_MILLIS);
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        if (tls != null) {
            var secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, server.host(), server.port(), true);
            var rules = secured.getSSLParameters();
            rules.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(rules);
            socket = secured;
        }
        socket.setSoTimeout(Math.toIntExact(answerLimit.toMillis()));
        if (socket instanceof SSLSocket secured) {
            secured.startHandshake();
        }
        out = MessagePack.newDefaultPacker(socket.getOutputStream());
        in = MessagePack.newDefaultUnpacker(socket.getInputStream());
    }
}
