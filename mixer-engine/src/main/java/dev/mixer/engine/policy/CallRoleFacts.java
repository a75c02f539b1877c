package dev.mixer.engine.policy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call as roles see it where RbacConfig enforces them.
 *
 * @param sources where a call has each thing that roles ask for, by key
 */
record CallRoleFacts(PolicyCall call, Map<String, Clause.Source> sources) implements RoleFacts {
    static final String USER = "source.principal";
    static final String GROUPS = "request.auth.claims[groups]";
    static final String SERVICE = "destination.service.host";
    static final String METHOD = "request.method";
    static final String PATH = "request.path";

    @Override
    public String user() {
        return first(USER);
    }

    @Override
    public List<String> groups() {
        return values(GROUPS);
    }

    @Override
    public String service() {
        return first(SERVICE);
    }

    @Override
    public String method() {
        return first(METHOD);
    }

    @Override
    public String path() {
        return first(PATH);
    }

    @Override
    public List<String> subjectProperty(String key) {
        return values(key);
    }

    @Override
    public List<String> actionProperty(String key) {
        return values(key);
    }

    private String first(String key) {
        var values = values(key);
        return values.isEmpty() ? "" : values.getFirst();
    }

    private List<String> values(String key) {
        return switch (sources.get(key)) {
            case Clause.Source.Value(var expression, var _) -> {
                @Nullable Object value = call.value(expression);
                yield value == null
                        ? List.of()
                        : List.of(
                                value instanceof java.net.InetAddress address
                                        ? address.getHostAddress()
                                        : value.toString());
            }
            case Clause.Source.Claim(var path, var claims) -> call.claim(path, claims);
            case null -> List.of();
        };
    }
}
