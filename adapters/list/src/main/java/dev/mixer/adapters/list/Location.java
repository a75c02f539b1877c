package dev.mixer.adapters.list;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** Where a provider's list lies. */
sealed interface Location {
    /** There is no provider. */
    record Nowhere() implements Location {}

    /** A file of this machine. */
    record LocalFile(Path path) implements Location {}

    /** A document of a web server. */
    record Web(URI uri) implements Location {
        boolean isSecure() {
            return uri.getScheme().equalsIgnoreCase("https");
        }
    }

    /** Tells a URL from a path: what comes before {@code ://}, or {@code file:}. */
    Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://.*|(?i:(file)):.*");

    /**
     * Reads a {@code provider_url}.
     *
     * @throws IllegalArgumentException if it is none, naming what is wrong
     */
    static Location of(String text) {
        if (text.isEmpty()) {
            return new Nowhere();
        }
        var scheme = SCHEME.matcher(text);
        try {
            if (!scheme.matches()) {
                return new LocalFile(Path.of(text));
            }
            var uri = new URI(text);
            return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
                case "file" -> new LocalFile(Path.of(uri));
                case "http", "https" -> web(uri);
                default ->
                    throw new IllegalArgumentException(
                            "provider_url has the scheme " + uri.getScheme() + "; it must be http, https or file");
            };
        } catch (URISyntaxException | InvalidPathException e) {
            throw new IllegalArgumentException("provider_url is neither a URL nor a path: " + e.getMessage(), e);
        }
    }

    private static Location web(URI uri) {
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("provider_url " + uri.getScheme() + ":… names no host");
        }
        if (uri.getRawUserInfo() != null) {
            // URLs are shown in states and logs, so a password must not be part of one.
            throw new IllegalArgumentException("provider_url must not hold a user or a password");
        }
        return new Web(uri);
    }
}
