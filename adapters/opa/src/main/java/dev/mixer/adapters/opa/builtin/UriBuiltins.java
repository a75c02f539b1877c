package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoNull;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * URIs and references (RFC 3986), read as leniently as Go's package net/url reads them: so paths may hold characters that ought
 * to be escaped, and a query is taken as it comes.
 */
final class UriBuiltins {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);
    private static final Pattern PORT = Pattern.compile(":[0-9]*");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9._:~!$&'()*+,;=%@-]*");
    private static final String HOST_SIGNS = "-_.~!$&'()*+,;=:[]<>\"%";

    private UriBuiltins() {}

    static List<Builtin> all() {
        return List.of(
                Builtin.of("uri.parse", (text, _) -> parse(Operands.string(text, 1))),
                Builtin.of("uri.is_valid", (text, _) -> RegoValue.of(isValid(text))));
    }

    private static boolean isValid(RegoValue value) {
        try {
            if (!(value instanceof RegoString(var text)) || text.isEmpty()) {
                return false;
            }
            parse(text);
            return true;
        } catch (BuiltinException e) {
            return false;
        }
    }

    static RegoObject parse(String text) throws BuiltinException {
        if (text.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
            throw new BuiltinException("a URI must not hold control characters");
        }
        var object = RegoObject.builder();
        var rest = text;
        int hash = rest.indexOf('#');
        if (hash >= 0) {
            put(object, "fragment", GoUrls.unescape(rest.substring(hash + 1)));
            rest = rest.substring(0, hash);
        }
        if (rest.startsWith(":")) {
            throw new BuiltinException("a URI must not begin with a colon");
        }
        boolean absolute = SCHEME.matcher(rest).matches();
        if (absolute) {
            put(object, "scheme", rest.substring(0, rest.indexOf(':')).toLowerCase(Locale.ROOT));
            rest = rest.substring(rest.indexOf(':') + 1);
        }
        int question = rest.indexOf('?');
        if (question >= 0) {
            put(object, "raw_query", rest.substring(question + 1));
            rest = rest.substring(0, question);
        }
        if (!rest.startsWith("/")) {
            if (absolute) {
                return object.build(); // as mailto:a@b has it
            }
            int slash = rest.indexOf('/');
            if (rest.substring(0, slash < 0 ? rest.length() : slash).indexOf(':') >= 0) {
                throw new BuiltinException("the first part of a relative path must not hold a colon");
            }
        }
        if (rest.startsWith("//") && (absolute || !rest.startsWith("///"))) {
            int slash = rest.indexOf('/', 2);
            authority(rest.substring(2, slash < 0 ? rest.length() : slash), object);
            rest = slash < 0 ? "" : rest.substring(slash);
        }
        var path = GoUrls.unescape(rest);
        put(object, "path", path);
        put(object, "raw_path", GoUrls.escapePath(path).equals(rest) ? path : rest);
        return object.build();
    }

    /** The fields of Go's url.URL, as it marshals them; an authority with a user has the user's fields left out. */
    static RegoObject goUrl(String text) throws BuiltinException {
        var parsed = parse(text);
        int hash = text.indexOf('#');
        var rest = hash < 0 ? text : text.substring(0, hash);
        var scheme = field(parsed, "scheme");
        var afterScheme = rest.substring(scheme.isEmpty() ? 0 : scheme.length() + 1);
        boolean authority = afterScheme.startsWith("//");
        int question = afterScheme.indexOf('?');
        var beforeQuery = question < 0 ? afterScheme : afterScheme.substring(0, question);
        var path = field(parsed, "path");
        var rawPath = field(parsed, "raw_path");
        var port = field(parsed, "port");
        var name = field(parsed, "hostname");
        var host = name.indexOf(':') >= 0 ? "[" + name + "]" : name;
        return RegoObject.builder()
                .put("Scheme", scheme)
                .put("Opaque", !scheme.isEmpty() && !afterScheme.startsWith("/") ? beforeQuery : "")
                .put("User", RegoNull.NULL)
                .put("Host", port.isEmpty() ? host : host + ":" + port)
                .put("Path", path)
                .put("RawPath", rawPath.equals(path) ? "" : rawPath)
                .put("OmitHost", RegoValue.of(!scheme.isEmpty() && !authority && afterScheme.startsWith("/")))
                .put("ForceQuery", RegoValue.of(afterScheme.endsWith("?") && question == afterScheme.length() - 1))
                .put("RawQuery", field(parsed, "raw_query"))
                .put("Fragment", field(parsed, "fragment"))
                .put("RawFragment", "")
                .build();
    }

    private static String field(RegoObject object, String name) {
        return object.get(name) instanceof RegoString(var text) ? text : "";
    }

    private static void put(RegoObject.Builder object, String name, String value) {
        if (!value.isEmpty()) {
            object.put(name, value);
        }
    }

    private static void authority(String authority, RegoObject.Builder object) throws BuiltinException {
        int at = authority.lastIndexOf('@');
        if (at >= 0) {
            var user = authority.substring(0, at);
            if (!USER.matcher(user).matches()) {
                throw new BuiltinException("the user of a URI holds a character that must be escaped");
            }
            GoUrls.unescape(user);
        }
        var host = authority.substring(at + 1);
        var port = "";
        boolean bracketed = host.startsWith("[");
        int close = host.lastIndexOf(']');
        if (bracketed && close < 0) {
            throw new BuiltinException("the host of a URI lacks a ]");
        }
        int colon = bracketed ? (close + 1 < host.length() ? close + 1 : -1) : host.lastIndexOf(':');
        if (colon >= 0) {
            port = host.substring(colon);
            host = host.substring(0, colon);
            if (!PORT.matcher(port).matches()) {
                throw new BuiltinException("the port of a URI must be a number");
            }
        }
        host = host(host);
        put(object, "hostname", bracketed ? host.substring(1, host.length() - 1) : host);
        put(object, "port", port.isEmpty() ? "" : port.substring(1));
    }

    /** In a host only bytes that are no ASCII may be escaped. */
    private static String host(String host) throws BuiltinException {
        var utf8 = host.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < utf8.length; i++) {
            boolean ascii = utf8[i] >= 0;
            boolean sign = HOST_SIGNS.indexOf(utf8[i]) >= 0;
            if (ascii && !sign && !Character.isLetterOrDigit(utf8[i])) {
                throw new BuiltinException("the host of a URI holds a wrong character");
            }
            boolean zone = host.startsWith("%25", i);
            if (utf8[i] == '%' && !zone && (i + 1 >= utf8.length || GoUrls.digit(utf8[i + 1]) < 8)) {
                throw new BuiltinException("the host of a URI holds an escape of ASCII");
            }
        }
        return GoUrls.unescape(host);
    }
}
