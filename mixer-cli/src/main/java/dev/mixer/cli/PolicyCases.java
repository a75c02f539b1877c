package dev.mixer.cli;

import dev.mixer.engine.config.bind.RecordBinder;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.engine.config.yaml.YamlParser;
import dev.mixer.envoy.CheckRequestJson;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Status;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Questions to a configuration with the answers wanted: {@code NAME.cases.yaml} beside the file or folder {@code NAME}.
 *
 * @param cases at least one
 */
public record PolicyCases(List<Case> cases) {
    static final String ENDING = ".cases.yaml";

    public PolicyCases {
        cases = List.copyOf(cases);
        if (cases.isEmpty()) {
            throw new IllegalArgumentException("cases needs at least one");
        }
    }

    /**
     * One question.
     *
     * @param name what it shows
     * @param attributes of the call, typed by the vocabulary; null: see envoy
     * @param envoy instead of attributes, what Envoy would send: a CheckRequest in proto3's JSON form, or the path of a file with one,
     *     from the folder of the cases
     * @param want the status
     * @param policy the policy that must decide; empty: any
     * @param rules that must apply, in order; none: any
     * @param message a part of the answer's message
     * @param headers beginnings of header operations that the answer must have, as {@code mixer check} prints them
     */
    public record Case(
            String name,
            @Nullable YamlNode attributes,
            @Nullable YamlNode envoy,
            @DefaultValue("OK") Status.Code want,
            @DefaultValue("") String policy,
            List<String> rules,
            @DefaultValue("") String message,
            List<String> headers) {
        public Case {
            headers = List.copyOf(headers);
            rules = List.copyOf(rules);
            if ((attributes == null) == (envoy == null)) {
                throw new IllegalArgumentException(
                        envoy == null ? "attributes or envoy is required" : "only one of attributes and envoy");
            }
        }

        /** The file of an Envoy request, where it stands in one. */
        Optional<Path> envoyFile(Path cases) {
            return envoy instanceof YamlNode.Scalar scalar
                    ? Optional.of(cases.resolveSibling(scalar.text()))
                    : Optional.empty();
        }

        /**
         * The Envoy request.
         *
         * @throws UsageException if it is none
         */
        Optional<CheckRequest> request(Path cases) {
            if (envoy == null) {
                return Optional.empty();
            }
            var node = envoyFile(cases).map(PolicyCases::document).orElse(envoy);
            try {
                return Optional.of(CheckRequestJson.parse(Json.write(value(node))));
            } catch (IllegalArgumentException e) {
                throw new UsageException(node.place() + ": " + name + ": envoy " + e.getMessage());
            }
        }

        Map<String, Object> values() {
            return attributes instanceof YamlNode.Mapping mapping ? map(mapping) : Map.of();
        }
    }

    /** The one document of a file, JSON or YAML. */
    private static YamlNode document(Path file) {
        var problems = new Problems();
        var documents = new YamlParser().parse(file.toString(), text(file), problems);
        if (documents.size() != 1 || problems.hasErrors()) {
            throw new UsageException(
                    problems.hasErrors() ? problems.lines().getFirst() : file + ": must be one document");
        }
        return documents.getFirst();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UsageException(file + ": cannot be read: " + e);
        }
    }

    /** Reads a file; its faults go to {@code problems}. */
    static PolicyCases read(Path file, Problems problems) {
        var documents = new YamlParser().parse(file.toString(), text(file), problems);
        if (documents.size() != 1) {
            if (!problems.hasErrors()) {
                throw new UsageException(file + ": must be one document with cases");
            }
            throw new NoAnswerException("the cases cannot be read");
        }
        return new RecordBinder()
                .bind(PolicyCases.class, documents.getFirst(), problems.scope(""))
                .orElseThrow(() -> new NoAnswerException("the cases cannot be read"));
    }

    private static Map<String, Object> map(YamlNode.Mapping mapping) {
        var values = new LinkedHashMap<String, Object>();
        for (var entry : mapping.entries()) {
            values.put(entry.name(), value(entry.value()));
        }
        return values;
    }

    private static Object value(YamlNode node) {
        return switch (node) {
            case YamlNode.Mapping mapping -> map(mapping);
            case YamlNode.Sequence list ->
                list.items().stream().map(PolicyCases::value).toList();
            case YamlNode.Scalar scalar ->
                switch (scalar.type()) {
                    case BOOL -> Boolean.valueOf(scalar.text());
                    case INT -> whole(scalar.text());
                    case FLOAT -> Double.valueOf(scalar.text());
                    case NULL, TEXT -> scalar.text();
                };
        };
    }

    private static Object whole(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
