package dev.mixer.engine.config.settings;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a listener waits for calls, written {@code HOST:PORT}, {@code [IPV6]:PORT} or {@code unix:/PATH}. */
public sealed interface ListenAddress {
    /**
     * A TCP port.
     *
     * @param host a name or an address without brackets
     * @param port 0 to 65535; 0: a free one
     */
    record Tcp(String host, int port) implements ListenAddress {
        public Tcp {
            requireNonNull(host, "host");
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port " + port + " is beyond 65535");
            }
        }

        @Override
        public String toString() {
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }

    /**
     * A unix socket.
     *
     * @param path absolute
     */
    record Unix(Path path) implements ListenAddress {
        public Unix {
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException(
                        "the path of unix:" + path + " must be absolute, as in unix:/run/mixer.sock");
            }
        }

        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if {@code text} is none
     */
    static ListenAddress parse(String text) {
        if (text.startsWith("unix:")) {
            return new Unix(Path.of(text.substring("unix:".length())));
        }
        Matcher form = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([A-Za-z0-9._-]+)):([0-9]{1,5})")
                .matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an address such as 127.0.0.1:9091 or unix:/run/mixer.sock");
        }
        String host = form.group(1) != null ? form.group(1) : form.group(2);
        return new Tcp(host, Integer.parseInt(form.group(3)));
    }
}
