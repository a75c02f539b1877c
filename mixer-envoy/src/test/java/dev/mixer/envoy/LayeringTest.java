package dev.mixer.envoy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayeringTest {
    @Test
    void whatReadsMessagesDecidesNothingAndKnowsNoServer() {
        noClasses()
                .that()
                .resideInAPackage("dev.mixer.envoy..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.mixer.server..",
                        "dev.mixer.cli..",
                        "dev.mixer.engine.rule..",
                        "dev.mixer.engine.policy..",
                        "dev.mixer.engine.handler..",
                        "io.quarkus..",
                        "io.netty..",
                        "io.vertx..")
                .because("the server and the command line read Envoy's messages alike")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.mixer.envoy"));
    }
}
