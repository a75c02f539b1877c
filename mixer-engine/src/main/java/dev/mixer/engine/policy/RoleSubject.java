package dev.mixer.engine.policy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who has a role: every given field must match. The user {@code *} is everyone, also who has no identity; a group or a property
 * {@code *} needs a value that is there (contract C7).
 *
 * @param user null: not asked
 * @param group null: not asked
 * @param properties by key
 */
record RoleSubject(@Nullable String user, @Nullable ValueMatcher group, Map<String, ValueMatcher> properties) {
    private static final String EVERYONE = "*";

    RoleSubject {
        properties = Map.copyOf(properties);
    }

    boolean is(RoleFacts facts) {
        return (user == null
                        || user.equals(EVERYONE)
                        || ValueMatcher.ofText(user).matches(facts.user()))
                && (group == null || has(facts.groups(), group))
                && properties.entrySet().stream()
                        .allMatch(property -> has(facts.subjectProperty(property.getKey()), property.getValue()));
    }

    private static boolean has(List<String> values, ValueMatcher matcher) {
        return values.stream().anyMatch(value -> !value.isEmpty() && matcher.matches(value));
    }

    /** The one user who it can be; null: several can. */
    @Nullable
    String onlyUser() {
        return user == null || user.startsWith(EVERYONE) || user.endsWith(EVERYONE) ? null : user;
    }
}
