package dev.mixer.engine.expression;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The normal form in which URIs are compared (RFC 3986, section 6.2): scheme and host in lower case, no default port, no
 * dot segments, escapes in upper case and only where needed, {@code /} for the empty path of http and https.
 */
final class UriForm {
    private UriForm() {}

    /** The URI as written, or null. */
    static @Nullable URI parse(String text) {
        try {
            return text.isEmpty() ? null : new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** The normal form. */
    static URI normalise(URI uri) {
        if (uri.isOpaque() || (uri.getRawAuthority() != null && uri.getHost() == null)) {
            return uri;
        }
        var path = removeDotSegments(escapes(uri.getRawPath()));
        var out = new StringBuilder();
        var scheme = uri.getScheme();
        if (scheme != null) {
            scheme = scheme.toLowerCase(Locale.ROOT);
            out.append(scheme).append(':');
        }
        if (uri.getHost() != null) {
            out.append("//");
            if (uri.getRawUserInfo() != null) {
                out.append(uri.getRawUserInfo()).append('@');
            }
            out.append(uri.getHost().toLowerCase(Locale.ROOT));
            if (uri.getPort() >= 0 && uri.getPort() != defaultPort(scheme)) {
                out.append(':').append(uri.getPort());
            }
        }
        out.append(path.isEmpty() && defaultPort(scheme) > 0 ? "/" : path);
        if (uri.getRawQuery() != null) {
            out.append('?').append(escapes(uri.getRawQuery()));
        }
        if (uri.getRawFragment() != null) {
            out.append('#').append(escapes(uri.getRawFragment()));
        }
        var normal = parse(out.toString());
        return normal == null ? uri : normal;
    }

    private static int defaultPort(@Nullable String scheme) {
        return "https".equals(scheme) ? 443 : "http".equals(scheme) ? 80 : 0;
    }

    /** As RFC 3986, section 5.2.4, for absolute paths; {@link URI#normalize} keeps leading {@code ..} segments. */
    private static String removeDotSegments(String path) {
        if (!path.startsWith("/") || !path.contains("/.")) {
            return path;
        }
        var out = new StringBuilder(path.length());
        int start = 1;
        while (start <= path.length()) {
            int end = path.indexOf('/', start);
            boolean last = end < 0;
            var segment = path.substring(start, last ? path.length() : end);
            if (segment.equals("..")) {
                out.setLength(Math.max(0, out.lastIndexOf("/")));
            } else if (!segment.equals(".")) {
                out.append('/').append(segment);
            }
            if (last) {
                if (segment.equals(".") || segment.equals("..")) {
                    out.append('/');
                }
                break;
            }
            start = end + 1;
        }
        return out.toString();
    }

    private static String escapes(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                out.append(c);
                continue;
            }
            int value = Integer.parseInt(text, i + 1, i + 3, 16);
            if (value < 128 && (Character.isLetterOrDigit(value) || "-._~".indexOf(value) >= 0)) {
                out.append((char) value);
            } else {
                out.append(text.substring(i, i + 3).toUpperCase(Locale.ROOT));
            }
            i += 2;
        }
        return out.toString();
    }
}
