package dev.mixer.spi;

import static java.util.Objects.requireNonNull;

/**
 * One change of a header, or of a parameter of the request's query.
 *
 * @param target the request on its way to the application, its query, or the response on its way back
 * @param kind what to do
 * @param name the header's name, compared without case, or the parameter's
 * @param value the value; empty for {@link Kind#REMOVE}
 */
public record HeaderOperation(Target target, Kind kind, String name, String value) {
    /** Whose headers. */
    public enum Target {
        REQUEST,
        RESPONSE,
        /** Parameters of the request's query, where the front can carry that (Envoy's ext_authz); no APPEND. */
        QUERY
    }

    /** What to do with the header. */
    public enum Kind {
        REPLACE,
        REMOVE,
        APPEND
    }

    public HeaderOperation {
        requireNonNull(target, "target");
        requireNonNull(kind, "kind");
        requireNonNull(value, "value");
        if (target == Target.QUERY && kind == Kind.APPEND) {
            throw new IllegalArgumentException("parameters of a query are set or removed");
        }
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a header operation needs a name");
        }
        rejectLineBreaks(name);
        rejectLineBreaks(value);
    }

    /** Sets a request header. */
    public static HeaderOperation replaceRequest(String name, String value) {
        return new HeaderOperation(Target.REQUEST, Kind.REPLACE, name, value);
    }

    /** Sets a response header. */
    public static HeaderOperation replaceResponse(String name, String value) {
        return new HeaderOperation(Target.RESPONSE, Kind.REPLACE, name, value);
    }

    private static void rejectLineBreaks(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                throw new IllegalArgumentException("a header must not hold line breaks or NUL");
            }
        }
    }
}
