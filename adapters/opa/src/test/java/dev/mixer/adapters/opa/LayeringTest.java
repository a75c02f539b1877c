package dev.mixer.adapters.opa;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LayeringTest {
    /** A room may look at those before it. */
    private static final List<String> ROOMS =
            List.of("value", "graphql", "builtin", "network", "wasm", "projection", "source", "input", "bundle");

    /** The others know what the host offers to adapters. */
    private static final List<String> PLAIN = ROOMS.subList(0, ROOMS.indexOf("input"));

    private static final JavaClasses ADAPTER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.mixer.adapters.opa");

    @Test
    void onlyTheRoomWasmKnowsTheRuntime() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.mixer.adapters.opa.wasm..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.dylibso.chicory..")
                .because("another runtime must cost no more than one room")
                .check(ADAPTER);
    }

    @Test
    void onlyTheRoomGraphqlKnowsItsLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.mixer.adapters.opa.graphql..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("graphql..")
                .because("another library must cost no more than one room")
                .check(ADAPTER);
    }

    @Test
    void aRoomLooksOnlyAtThoseBeforeIt() {
        for (int i = 0; i < ROOMS.size(); i++) {
            var later = Stream.concat(
                            Stream.of("dev.mixer.adapters.opa"),
                            ROOMS.subList(i + 1, ROOMS.size()).stream()
                                    .map(room -> "dev.mixer.adapters.opa." + room + ".."))
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("dev.mixer.adapters.opa." + ROOMS.get(i) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later)
                    .because("the arrows between rooms point one way")
                    .check(ADAPTER);
        }
    }

    @Test
    void theRoomsBelowThoseOfTheHostArePlainJava() {
        for (var room : PLAIN) {
            noClasses()
                    .that()
                    .resideInAPackage("dev.mixer.adapters.opa." + room + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.mixer.spi..")
                    .because("they serve the command line as well")
                    .check(ADAPTER);
        }
    }

    @Test
    void everyRoomHasItsPlace() {
        var found = ADAPTER.stream()
                .map(type -> type.getPackageName().substring("dev.mixer.adapters.opa".length()))
                .filter(name -> !name.isEmpty())
                .map(name -> name.substring(1))
                .collect(Collectors.toSet());
        assertThat(found).containsExactlyInAnyOrderElementsOf(ROOMS);
    }
}
