package dev.mixer.engine.policy;

import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.template.Authorization;
import java.util.List;
import java.util.Map;

/** A call as a rule's authorization instance describes it. */
record InstanceRoleFacts(Authorization instance) implements RoleFacts {
    @Override
    public String user() {
        return instance.subject().user();
    }

    @Override
    public List<String> groups() {
        return instance.subject().groups().isEmpty()
                ? List.of()
                : List.of(instance.subject().groups());
    }

    @Override
    public String service() {
        return instance.action().service();
    }

    @Override
    public String method() {
        return instance.action().method();
    }

    @Override
    public String path() {
        return instance.action().path();
    }

    @Override
    public List<String> subjectProperty(String key) {
        return property(instance.subject().properties(), key);
    }

    @Override
    public List<String> actionProperty(String key) {
        return property(instance.action().properties(), key);
    }

    private static List<String> property(Map<String, AttributeValue> properties, String key) {
        var value = properties.get(key);
        return value == null ? List.of() : List.of(value.toText());
    }
}
