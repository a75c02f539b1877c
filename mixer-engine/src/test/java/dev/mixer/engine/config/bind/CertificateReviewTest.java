package dev.mixer.engine.config.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.yaml.YamlParser;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class CertificateReviewTest {
    @TempDir
    private Path folder = Path.of("");

    /** Parameters with files at several depths. */
    public record Parameters(List<Server> servers, Optional<Path> caFile) {}

    public record Server(Path certificate) {}

    private List<String> review(String text) throws IOException, URISyntaxException {
        for (var name : List.of("ended", "future", "ended-authority", "authorities")) {
            var resource = Objects.requireNonNull(getClass().getResource("/certificates/" + name + ".pem"));
            Files.copy(
                    Path.of(resource.toURI()),
                    folder.resolve(name + ".pem"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(folder.resolve("text.pem"), "no certificate");
        Files.writeString(folder.resolve("damaged.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n");
        var problems = new Problems();
        var file = folder.resolve("c.yaml").toString();
        var node = new YamlParser().parse(file, text, problems).getFirst();
        var bound = new RecordBinder().bind(Parameters.class, node, problems.scope("handler h.default"));
        new CertificateReview(InstantSource.system())
                .review(bound.orElseThrow(), node, problems.scope("handler h.default"));
        return problems.lines().stream()
                .map(line -> line.replace(folder + "/", ""))
                .toList();
    }

    @Test
    void certificatesOutOfTheirTimeAreNamedWithTheDay() throws IOException, URISyntaxException {
        assertThat(review("""
                servers:
                - {certificate: ended.pem}
                - certificate: future.pem
                ca_file: ended-authority.pem
                """))
                .containsExactly(
                        "c.yaml:2:17: warning: handler h.default: servers[0].certificate: the file ended.pem holds a"
                                + " certificate (CN=ended) that ended on 2001-01-03; whoever checks it refuses it",
                        "c.yaml:3:16: warning: handler h.default: servers[1].certificate: the file future.pem holds a"
                                + " certificate (CN=future) that begins on 2901-01-02; whoever checks it refuses it",
                        "c.yaml:4:10: warning: handler h.default: caFile: the file ended-authority.pem holds a"
                                + " certificate (CN=old-ca) that ended on 2001-01-03; whoever checks it refuses it");
    }

    @Test
    void amongAuthoritiesOneMayHaveEndedAndOtherFilesAreNobodysCertificates() throws IOException, URISyntaxException {
        assertThat(review("""
                servers: [{certificate: text.pem}, {certificate: damaged.pem}, {certificate: gone.pem}, {certificate: .}]
                caFile: authorities.pem
                """)).isEmpty();
    }
}
