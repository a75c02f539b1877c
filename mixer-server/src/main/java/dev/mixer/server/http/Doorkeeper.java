package dev.mixer.server.http;

import dev.mixer.engine.config.bind.Secrets;
import dev.mixer.engine.config.settings.HostSettings;
import dev.mixer.engine.config.settings.ListenAddress;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the HTTP interface. Open is only what is named here, in one spelling: a path that is written in another way
 * needs the token, whatever the router makes of it.
 */
final class Doorkeeper {
    private static final Pattern OPEN = Pattern.compile("/metrics|/q/metrics|/q/health(?:/[a-z]+)*");
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|.+\\.localhost|127(?:\\.[0-9]{1,3}){3}|\\[?::1]?|\\[?0:0:0:0:0:0:0:1]?");
    private static final String SCHEME = "bearer ";

    private final @Nullable CurrentToken token;
    private final String ownName;

    Doorkeeper(HostSettings.Http http) {
        this.token =
                http.token() == null ? null : new CurrentToken(http.token(), Secrets.ofProcess(), System::nanoTime);
        this.ownName =
                http.address() instanceof ListenAddress.Tcp tcp ? tcp.host().toLowerCase(Locale.ROOT) : "";
    }

    /** A refusal. */
    record Refusal(int status, String sentence) {}

    /**
     * What stands against a request; null: nothing.
     *
     * @param path as it was sent, without the query
     * @param host the name in the header host, without port; null: none
     */
    @Nullable
    Refusal judge(
            String method,
            String path,
            @Nullable String host,
            @Nullable String authorization,
            @Nullable String contentType) {
        if (OPEN.matcher(path).matches()) {
            return null;
        }
        if (token != null) {
            return isShown(token, authorization)
                    ? null
                    : new Refusal(401, "the header authorization: Bearer TOKEN is missing or has another token");
        }
        // A page in the operator's own browser can call this machine under a name of its own ...
        if (!isOwn(host)) {
            return new Refusal(
                    403,
                    "the header host names another machine; without http.token only requests to localhost are answered");
        }
        // ... and send to it what needs no permission of the browser: a POST of anything but JSON.
        if (method.equals("POST") && !isJson(contentType)) {
            return new Refusal(415, "the body must be JSON, with the header content-type: application/json");
        }
        return null;
    }

    private static boolean isShown(CurrentToken token, @Nullable String authorization) {
        return authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && token.isShownBy(authorization.substring(SCHEME.length()).strip());
    }

    private boolean isOwn(@Nullable String host) {
        if (host == null) {
            return false;
        }
        var name = host.toLowerCase(Locale.ROOT);
        return LOOPBACK.matcher(name).matches() || name.equals(ownName);
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        int end = contentType.indexOf(';');
        var type = end < 0 ? contentType : contentType.substring(0, end);
        return type.strip().equalsIgnoreCase("application/json");
    }
}
