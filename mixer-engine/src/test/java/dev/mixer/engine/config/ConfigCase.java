package dev.mixer.engine.config;

import dev.mixer.engine.config.bind.ParameterProblems;
import dev.mixer.engine.config.bind.RecordBinder;
import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.source.ConfigFile;
import dev.mixer.engine.config.source.ConfigFiles;
import dev.mixer.engine.config.source.FolderSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * One configuration kept as data with what is to be said about it: a file whose comments {@code # > LINE} are the expected
 * lines, or a folder with {@code expected.txt}.
 */
record ConfigCase(String name, Path path) {
    static List<ConfigCase> under(String folder) {
        try (var paths = Files.list(resource(folder))) {
            return paths.map(path -> new ConfigCase(path.getFileName().toString(), path))
                    .sorted((left, right) -> left.name.compareTo(right.name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path resource(String folder) {
        try {
            return Path.of(Objects.requireNonNull(ConfigCase.class.getResource("/cases/" + folder))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The files, named relative to the folder of cases or, for a folder, relative to it. */
    ConfigFiles files() {
        Path base = Files.isDirectory(path) ? path : Objects.requireNonNull(path.getParent());
        try (var source = new FolderSource(List.of(path))) {
            ConfigFiles read = source.read();
            return new ConfigFiles(
                    read.files().stream()
                            .map(file -> new ConfigFile(
                                    base.relativize(Path.of(file.path())).toString(), file.text(), file.digest()))
                            .toList(),
                    read.problems());
        }
    }

    List<String> expected() {
        try {
            if (Files.isDirectory(path)) {
                return Files.readAllLines(path.resolve("expected.txt"));
            }
            return Files.readAllLines(path).stream()
                    .filter(line -> line.startsWith("# > "))
                    .map(line -> line.substring(4))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that can be said before expressions are compiled. */
    Problems problems() {
        var problems = new Problems();
        var resources = new ResourceReader(TestAdapters.KINDS, Namespaces.DEFAULT).read(files(), problems);
        new ReferenceResolver(resources).resolve(problems);
        for (HandlerResource handler : resources.handlers()) {
            bind(handler, problems);
        }
        return problems;
    }

    private static void bind(HandlerResource handler, Problems problems) {
        Class<? extends Record> type =
                TestAdapters.PARAMETERS.get(handler.adapter().text());
        if (type == null) {
            return;
        }
        ProblemScope scope = problems.scope(handler.id().toString()).field(handler.paramsField());
        var bound = new RecordBinder().bind(type, handler.params(), scope);
        if (bound.isPresent() && bound.get() instanceof TestAdapters.MemQuota quota) {
            ParameterProblems.report(quota.validate(), handler.params(), scope);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
