package dev.mixer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links of the documents that lead to other files or headings of the project lead somewhere. */
class LinksTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("]\\(<?([^)\\s>]+)>?(?:\\s+\"[^\"]*\")?\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z][a-z0-9+.-]*:.*");
    private static final Pattern HEADING = Pattern.compile("#{1,6}\\s+(.*?)\\s*#*");

    static Stream<Path> documents() throws IOException {
        var documents = new ArrayList<Path>();
        for (var place : List.of("README.md", "CHANGELOG.md", "docs", "policies", "samples", "adapters", "bench")) {
            if (Files.exists(ROOT.resolve(place))) {
                try (var files = Files.walk(ROOT.resolve(place))) {
                    files.filter(file -> file.toString().endsWith(".md"))
                            .filter(file -> !file.toString().contains("/target/"))
                            .sorted()
                            .forEach(documents::add);
                }
            }
        }
        return documents.stream();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksLeadSomewhere(Path document) throws IOException {
        assertThat(dead(document)).isEmpty();
    }

    @Test
    void deadOnesAreFound(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("b.md"),
                "# The `b.c` of *d*, twice\n# The `b.c` of *d*, twice\n```\n# no heading\n```\n");
        var document = Files.writeString(folder.resolve("a.md"), """
                # Own
                [a](b.md) [b](b.md#the-bc-of-d-twice) [c](b.md#the-bc-of-d-twice-1) [d](#own) [e](https://example.com/x) [f](.)
                [g](c.md) [h](b.md#no-heading) [i](#other) `[j](in-code)`
                ```
                [k](in-a-block)
                ```
                """);
        assertThat(dead(document)).containsExactly("c.md", "b.md#no-heading", "#other");
    }

    private static List<String> dead(Path document) throws IOException {
        var dead = new ArrayList<String>();
        var links = LINK.matcher(String.join("\n", prose(document)).replaceAll("`[^`\n]*`", "code"));
        while (links.find()) {
            var link = links.group(1);
            if (!ELSEWHERE.matcher(link).matches() && !leads(document, link)) {
                dead.add(link);
            }
        }
        return dead;
    }

    private static boolean leads(Path document, String link) throws IOException {
        int hash = link.indexOf('#');
        var path = hash < 0 ? link : link.substring(0, hash);
        var target = path.isEmpty() ? document : document.resolveSibling(path);
        return Files.exists(target)
                && (hash < 0 || (Files.isRegularFile(target) && anchors(target).contains(link.substring(hash + 1))));
    }

    /** The lines outside of blocks of code. */
    private static List<String> prose(Path document) throws IOException {
        var prose = new ArrayList<String>();
        boolean code = false;
        for (var line : Files.readAllLines(document)) {
            if (line.strip().startsWith("```")) {
                code = !code;
            } else if (!code) {
                prose.add(line);
            }
        }
        return prose;
    }

    /** As GitHub names headings: letters, digits and hyphens, a number for each repetition. */
    private static Set<String> anchors(Path document) throws IOException {
        var anchors = new HashSet<String>();
        var seen = new HashMap<String, Integer>();
        for (var line : prose(document)) {
            var heading = HEADING.matcher(line);
            if (heading.matches()) {
                var anchor = heading.group(1)
                        .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-');
                int times = seen.merge(anchor, 1, Integer::sum);
                anchors.add(times == 1 ? anchor : anchor + "-" + (times - 1));
            }
        }
        return anchors;
    }
}
