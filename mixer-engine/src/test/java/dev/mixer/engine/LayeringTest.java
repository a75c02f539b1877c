package dev.mixer.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayeringTest {
    /** A room may look at those before it. */
    private static final List<String> ROOMS = List.of(
            "spelling",
            "attribute",
            "expression",
            "index",
            "template",
            "plugin",
            "config",
            "meter",
            "spool",
            "delivery",
            "handler",
            "policy",
            "scope",
            "ratelimit",
            "rule",
            "dispatch");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.mixer");

    static Stream<String> rooms() {
        return ROOMS.stream();
    }

    private static String[] packages(Stream<String> rooms) {
        return rooms.map(room -> "dev.mixer.engine." + room + "..").toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomLooksOnlyAtThoseBeforeIt(String room) {
        int place = ROOMS.indexOf(room);
        var later = IntStream.range(place + 1, ROOMS.size()).mapToObj(ROOMS::get);
        noClasses()
                .that()
                .resideInAPackage("dev.mixer.engine." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(later))
                .because("the arrows between rooms point one way")
                .allowEmptyShould(true)
                .check(HOUSE);
    }

    @Test
    void everyRoomHasItsPlace() {
        classes()
                .that()
                .resideInAPackage("dev.mixer.engine..")
                .should()
                .resideInAnyPackage(packages(rooms()))
                .check(HOUSE);
    }

    @Test
    void configurationKnowsNoPlugIns() {
        noClasses()
                .that()
                .resideInAPackage("dev.mixer.engine.config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.mixer.engine.plugin..", "dev.mixer.engine.template..")
                .because("files are read and bound alike whatever is installed")
                .check(HOUSE);
    }

    @Test
    void theEngineKnowsNoServer() {
        noClasses()
                .that()
                .resideInAPackage("dev.mixer.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..", "io.grpc..", "io.netty..", "io.vertx..", "jakarta..", "dev.mixer.server..")
                .because("fronts speak protocols, the engine decides")
                .check(HOUSE);
    }

    @Test
    void packagesAreNamedAfterWhatLivesInThem() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..impl..", "..manager..", "..helper..")
                .check(HOUSE);
    }

    @Test
    void adaptersNeedTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage("dev.mixer.spi..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.mixer.spi..", "java..", "org.jspecify..")
                .check(HOUSE);
    }
}
