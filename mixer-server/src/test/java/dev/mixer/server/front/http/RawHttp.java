package dev.mixer.server.front.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** HTTP over a socket, byte by byte: a client of a library would repair what these tests send. */
public final class RawHttp {
    private static final int LIMIT_MILLIS = 10_000;

    private RawHttp() {}

    /** An answer; names of headers in lower case. */
    public record Reply(int status, List<List<String>> headers, String body) {
        /** The first header of a name, or null. */
        public @Nullable String header(String name) {
            return headers.stream()
                    .filter(header -> header.getFirst().equals(name))
                    .map(List::getLast)
                    .findFirst()
                    .orElse(null);
        }
    }

    /** Sends a request without a body over a connection of its own. */
    public static Reply ask(int port, String method, String target, List<List<String>> headers) throws IOException {
        var text = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        headers.forEach(header -> text.append(header.getFirst())
                .append(": ")
                .append(header.getLast())
                .append("\r\n"));
        return send(port, text.append("connection: close\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes and reads until the server ends the connection. */
    public static Reply send(int port, byte[] request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.getOutputStream().write(request);
            return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Reply parse(String text) throws IOException {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no answer: " + text);
        }
        var lines = text.substring(0, end).split("\r\n", -1);
        var headers = new ArrayList<List<String>>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.add(List.of(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip()));
        }
        return new Reply(Integer.parseInt(lines[0].substring(9, 12)), headers, text.substring(end + 4));
    }
}
