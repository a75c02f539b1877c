package dev.mixer.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.Vocabulary;
import dev.mixer.engine.config.PolicyResource;
import dev.mixer.engine.config.ResourceId;
import dev.mixer.engine.config.policy.AuthorizationPolicySpec;
import dev.mixer.engine.config.policy.AuthorizationPolicySpec.Action;
import dev.mixer.engine.config.problem.Place;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.engine.config.yaml.YamlParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Policies that are valid and yet not what somebody meant; rows of {@code policy-review/}, with the warnings wanted. */
class PolicyReviewTest {
    /** @param documents in short, as {@link #documents} reads them */
    record Row(String name, String documents, List<String> warnings) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Row> rows() {
        try (var files = Files.list(folder())) {
            return files.sorted().flatMap(file -> rows(file).stream()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        try {
            return Path.of(Objects.requireNonNull(PolicyReviewTest.class.getResource("/cases/policy-review"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Row> rows(Path file) {
        try {
            var document = (YamlNode.Sequence) new YamlParser()
                    .parse(file.toString(), Files.readString(file), new Problems())
                    .getFirst();
            return document.items().stream()
                    .map(item -> row(file, (YamlNode.Mapping) item))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(Path file, YamlNode.Mapping item) {
        var warnings = item.get("warnings")
                .map(list -> ((YamlNode.Sequence) list)
                        .items().stream().map(PolicyReviewTest::text).toList())
                .orElse(List.of());
        return new Row(
                file.getFileName() + ": " + text(item.get("name").orElseThrow()),
                text(item.get("files").orElseThrow()),
                warnings);
    }

    private static String text(YamlNode node) {
        return ((YamlNode.Scalar) node).text().strip();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void doubtfulPoliciesAreNamedAndOthersAreNot(Row row) {
        var policies = TestPolicies.valid(documents(row.documents()));
        assertThat(policies.problems.lines()).isEqualTo(row.warnings());
    }

    /** A line each: {@code KIND name[.namespace] SPEC}; a kind with a question mark is on trial, the spec of a Pod is its labels. */
    private static String documents(String text) {
        var documents = new StringBuilder();
        for (var line : text.lines().toList()) {
            var parts = line.split(" ", 3);
            boolean dryRun = parts[0].endsWith("?");
            var kind = dryRun ? parts[0].substring(0, parts[0].length() - 1) : parts[0];
            var name = parts[1].split("\\.", -1);
            documents
                    .append("---\napiVersion: ")
                    .append(version(kind))
                    .append(kind)
                    .append("\nmetadata: {name: ")
                    .append(name[0])
                    .append(name.length > 1 ? ", namespace: " + name[1] : "")
                    .append(dryRun ? ", annotations: {istio.io/dry-run: \"true\"}" : "")
                    .append(kind.equals("Pod") ? ", labels: " + parts[2] + "}" : "}\nspec: " + parts[2])
                    .append('\n');
        }
        return documents.toString();
    }

    private static String version(String kind) {
        return switch (kind) {
            case "Pod", "Service", "Namespace" -> "v1\nkind: ";
            case "Deployment", "StatefulSet" -> "apps/v1\nkind: ";
            case "Gateway" -> "gateway.networking.k8s.io/v1\nkind: ";
            case "ServiceRole" -> "rbac.istio.io/v1alpha1\nkind: ";
            default -> "security.istio.io/v1\nkind: ";
        };
    }

    @Test
    void manyPoliciesOfOneScopeAreComparedWithFew() {
        var problems = new Problems();
        assertThat(review(20_000, i -> new ValueMatcher.Equal("/p" + i), problems))
                .isLessThan(20_000);
        assertThat(problems.lines()).isEmpty();
    }

    @Test
    void whatNoConstantTellsApartIsComparedInProportionToItsNumberAndTheWarningSaysSo() {
        var problems = new Problems();
        assertThat(review(20_000, i -> new ValueMatcher.Prefix("/p" + i + "/"), problems))
                .isLessThan(20_000L * 120);
        assertThat(problems.lines())
                .hasSize(1)
                .allMatch(line -> line.matches("configuration: warning: \\d+ of 20000 rules of policies were compared"
                        + " with the first others of their scope only, as there are so many; more may contradict each"
                        + " other than is said here"));
    }

    /** As many policies that have nothing to do with each other, in one scope. */
    private static long review(int count, IntFunction<ValueMatcher> path, Problems problems) {
        var source = new PolicyVocabulary(new Slots(Vocabulary.standard())).value("request.path");
        var place = Place.whole("p.yaml");
        var spec = new AuthorizationPolicySpec(null, null, List.of(), Action.ALLOW, null, List.of());
        var policies = new ArrayList<PolicyReview.Reviewed>();
        for (int i = 0; i < count; i++) {
            var id = new ResourceId("AuthorizationPolicy", "p" + i, "default");
            var clause = new Clause("paths", "request.path", source, List.of(path.apply(i)), false, true);
            policies.add(new PolicyReview.Reviewed(
                    new PolicyResource(id, place, spec, YamlNode.Mapping.empty(place), false),
                    new Policy(
                            id.shortName(),
                            "default",
                            "p.yaml",
                            Action.ALLOW,
                            false,
                            List.of(),
                            null,
                            List.of(new PolicyRule(List.of(), List.of(List.of(clause)), List.of())))));
        }
        return new PolicyReview("istio-system", problems).review(policies);
    }
}
