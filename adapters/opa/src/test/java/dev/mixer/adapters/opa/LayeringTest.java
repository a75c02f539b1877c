package dev.mixer.adapters.opa;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayeringTest {
    /** A room may look at those before it. */
    private static final List<String> ROOMS = List.of("value", "graphql", "builtin", "network", "wasm", "projection");

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
            var later = ROOMS.subList(i + 1, ROOMS.size()).stream()
                    .map(room -> "dev.mixer.adapters.opa." + room + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("dev.mixer.adapters.opa." + ROOMS.get(i) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later)
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.mixer.spi..")
                    .because("rooms below the adapter are plain Java and their arrows point one way")
                    .check(ADAPTER);
        }
    }
}
