package dev.mixer.engine.config.bind;

import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.engine.config.yaml.YamlNode.Mapping;
import dev.mixer.engine.config.yaml.YamlNode.Scalar;
import dev.mixer.engine.spelling.DidYouMean;
import dev.mixer.spi.Secret;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code {file: …}} and {@code {env: …}}; messages never hold what was read. */
final class SecretReader {
    private static final String FORMS = "must be {file: PATH} or {env: NAME}";

    private final Secrets secrets;

    SecretReader(Secrets secrets) {
        this.secrets = secrets;
    }

    @Nullable
    Object read(YamlNode node, ProblemScope scope) {
        return switch (node) {
            case Scalar scalar
            when !scalar.isNull() -> {
                scope.warning(
                        node.place(), "a secret stands in the configuration itself; write {file: PATH} or {env: NAME}");
                yield Secret.of(scalar.text());
            }
            case Mapping mapping
            when mapping.entries().size() == 1 ->
                readReference(mapping.entries().getFirst(), scope);
            default -> {
                scope.error(node.place(), FORMS);
                yield null;
            }
        };
    }

    private @Nullable Object readReference(YamlNode.Entry entry, ProblemScope scope) {
        if (!(entry.value() instanceof Scalar value) || value.isNull()) {
            scope.error(entry.value().place(), FORMS);
            return null;
        }
        return switch (entry.name()) {
            case "file" -> readFile(value, scope);
            case "env" -> readEnvironment(value, scope);
            default -> {
                scope.field(entry.name())
                        .error(
                                entry.key().place(),
                                "unknown field" + DidYouMean.hint(entry.name(), List.of("file", "env")));
                yield null;
            }
        };
    }

    private @Nullable Object readFile(Scalar value, ProblemScope scope) {
        Path path = ValueBinder.resolve(value);
        try {
            return Secret.of(secrets.file(path));
        } catch (NoSuchFileException e) {
            scope.error(value.place(), "the file '" + value.text() + "' does not exist");
        } catch (IOException e) {
            scope.error(
                    value.place(),
                    "the file '" + value.text() + "' cannot be read: "
                            + e.getClass().getSimpleName());
        }
        return null;
    }

    private @Nullable Object readEnvironment(Scalar value, ProblemScope scope) {
        String secret = secrets.environment(value.text()).orElse(null);
        if (secret == null) {
            scope.error(value.place(), "the environment variable " + value.text() + " is not set");
            return null;
        }
        return Secret.of(secret);
    }
}
