package dev.mixer.engine.config.settings;

import dev.mixer.engine.config.bind.Names;
import dev.mixer.engine.config.bind.Shape;
import dev.mixer.engine.config.bind.Shapes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All settings by their dotted key, as {@code --set} and the environment name them. */
final class SettingKeys {
    private final Map<String, Shape> shapes = new LinkedHashMap<>();

    SettingKeys() {
        add(HostSettings.class, "");
    }

    private void add(Class<? extends Record> type, String prefix) {
        for (Shape.Component component : Shapes.components(type)) {
            String key = prefix + component.name();
            if (component.shape() instanceof Shape.Nested nested) {
                add(nested.type(), key + ".");
            } else {
                shapes.put(key, component.shape());
            }
        }
    }

    Map<String, Shape> all() {
        return shapes;
    }

    /** The key as it is here, whichever spelling was used. */
    Optional<String> find(String key) {
        String camel = Arrays.stream(key.split("\\.", -1)).map(Names::camelCase).collect(Collectors.joining("."));
        return shapes.containsKey(camel) ? Optional.of(camel) : Optional.empty();
    }

    /** {@code grpc.address} is {@code MIXER_GRPC_ADDRESS}. */
    static String environmentName(String key) {
        return "MIXER_" + Names.snakeCase(key).replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
