package dev.mixer.adapters.opa.network;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The hosts that policies may ask: names or addresses, {@code *.} before a name for all names below it, {@code :} and a number after it
 * for that port alone. It is names that are allowed, not what they resolve to. Immutable.
 */
public final class AllowedHosts {
    private static final Pattern FORM = Pattern.compile(
            "(?<host>(?:\\*\\.)?[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?|\\[[0-9a-f:.]+\\]|[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*)(?::(?<port>[0-9]{1,5}))?");

    private static final int NO_PORT = -1;

    private final List<Rule> rules;

    /** One entry; the host without brackets. */
    private record Rule(String host, int port) {
        boolean allows(String name, int at) {
            boolean matches = host.startsWith("*.")
                    ? name.endsWith(host.substring(1)) && name.length() > host.length() - 1
                    : name.equals(host);
            return matches && (port == NO_PORT || port == at);
        }
    }

    /**
     * Reads the entries.
     *
     * @throws IllegalArgumentException if one is no such entry; the message names it
     */
    public AllowedHosts(List<String> entries) {
        rules = entries.stream().map(AllowedHosts::rule).toList();
    }

    private static Rule rule(String entry) {
        var form = FORM.matcher(entry.toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "'" + entry
                            + "' is no host: give a name or an address, *.NAME for all names below, and :PORT after it for one port");
        }
        var port = form.group("port");
        if (port != null && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535)) {
            throw new IllegalArgumentException("'" + entry + "' has no port of 1 to 65535");
        }
        return new Rule(plain(form.group("host")), port == null ? NO_PORT : Integer.parseInt(port));
    }

    private static String plain(String host) {
        var lower = host.toLowerCase(Locale.ROOT);
        var name = lower.startsWith("[") && lower.endsWith("]") ? lower.substring(1, lower.length() - 1) : lower;
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** Whether a request may go to a URI, which must have a host. */
    boolean allows(URI uri) {
        int port = uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return rules.stream().anyMatch(rule -> rule.allows(plain(uri.getHost()), port));
    }

    /** Whether a name may be looked up: where any port of it may be asked. */
    boolean allows(String name) {
        return rules.stream().anyMatch(rule -> rule.allows(plain(name), rule.port()));
    }
}
