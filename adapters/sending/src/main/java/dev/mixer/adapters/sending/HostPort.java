package dev.mixer.adapters.sending;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param host a name or an address, an IPv6 address without brackets; never empty
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^\\s:\\[\\]/@]+)):(\\d{1,5})");
    private static final int LAST_PORT = 65_535;

    /**
     * Reads {@code HOST:PORT}, an IPv6 address in brackets.
     *
     * @param parameter what the text is the value of, for the message
     * @throws IllegalArgumentException if it is none
     */
    public static HostPort parse(String parameter, String text) {
        var matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    parameter + " '" + text + "' is not HOST:PORT, such as localhost:8125 or [::1]:8125");
        }
        int port = Integer.parseInt(matcher.group(3));
        if (port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException(parameter + " '" + text + "' has a port that is not in 1 to 65535");
        }
        return new HostPort(matcher.group(1) == null ? matcher.group(2) : matcher.group(1), port);
    }

    /** The address as the name service says now. */
    public InetSocketAddress resolve() throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(host), port);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
