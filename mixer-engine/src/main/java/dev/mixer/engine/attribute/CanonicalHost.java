package dev.mixer.engine.attribute;

import java.util.Locale;

/** The one form in which hosts are compared (contract C2): lower case, no trailing dot, no default port (80, 443). */
public final class CanonicalHost {
    private CanonicalHost() {}

    /** The canonical form of {@code host}, with or without a port; IPv6 literals keep their brackets. */
    public static String of(String host) {
        String name = host;
        String port = "";
        int colon = host.lastIndexOf(':');
        if (colon >= 0 && host.indexOf(']', colon) < 0 && (host.indexOf(':') == colon || host.startsWith("["))) {
            name = host.substring(0, colon);
            port = host.substring(colon + 1);
        }
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        name = name.toLowerCase(Locale.ROOT);
        return port.isEmpty() || port.equals("80") || port.equals("443") ? name : name + ":" + port;
    }
}
