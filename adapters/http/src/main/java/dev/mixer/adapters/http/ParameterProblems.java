package dev.mixer.adapters.http;

import dev.mixer.adapters.telemetry.TextTemplate;
import dev.mixer.spi.Problem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What is wrong with parameters that their types allow. */
final class ParameterProblems {
    /** RFC 9110, 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** Written by the client library or by the adapter. */
    private static final Set<String> RESERVED = Set.of(
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "transfer-encoding",
            "upgrade");

    private ParameterProblems() {}

    static List<Problem> of(HttpParameters parameters) {
        var problems = new ArrayList<Problem>();
        url(parameters.url(), problems);
        var names = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
        parameters.headers().forEach((name, value) -> {
            name("headers." + name, name, names, problems);
            value("headers." + name, value, problems);
            try {
                var _ = TextTemplate.parse(value);
            } catch (IllegalArgumentException e) {
                problems.add(Problem.error("headers." + name, String.valueOf(e.getMessage())));
            }
        });
        parameters.secretHeaders().forEach((name, value) -> {
            name("secretHeaders." + name, name, names, problems);
            value("secretHeaders." + name, value.reveal(), problems);
        });
        parameters.hmac().ifPresent(hmac -> name("hmac.header", hmac.header(), names, problems));
        if ("http".equalsIgnoreCase(parameters.url().getScheme())
                && !parameters.secretHeaders().isEmpty()) {
            problems.add(Problem.warning("url", "http:// shows secretHeaders to the network; write https://"));
        }
        return problems;
    }

    private static void url(URI url, List<Problem> problems) {
        var scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!Set.of("http", "https").contains(scheme) || url.getHost() == null) {
            problems.add(Problem.error("url", "'" + url + "' is not http://HOST/PATH or https://HOST/PATH"));
        } else if (url.getRawUserInfo() != null) {
            problems.add(Problem.error(
                    "url", "has a user or password, which messages would show; write secretHeaders.Authorization"));
        }
    }

    private static void name(String path, String name, Set<String> names, List<Problem> problems) {
        if (!TOKEN.matcher(name).matches()) {
            problems.add(Problem.error(path, "'" + name + "' is no name of a header"));
        } else if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            problems.add(Problem.error(path, name + " is written by the adapter itself; leave it out"));
        } else if (!names.add(name)) {
            problems.add(Problem.error(path, name + " is written twice; leave one out"));
        }
    }

    /** The value may be secret. */
    private static void value(String path, String value, List<Problem> problems) {
        if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c > '~')) {
            problems.add(Problem.error(
                    path, "has a character that no header may have, such as a line's end or one beyond ASCII"));
        }
    }
}
