package dev.mixer.engine.config;

import dev.mixer.engine.config.bind.RecordBinder;
import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.source.ConfigFile;
import dev.mixer.engine.config.source.ConfigFiles;
import dev.mixer.engine.config.yaml.YamlNode;
import dev.mixer.engine.config.yaml.YamlParser;

/** Makes resources of files. Safe for use by many threads. */
public final class ResourceReader {
    private final KnownKinds kinds;
    private final Namespaces namespaces;
    private final YamlParser parser;
    private final RecordBinder binder;
    private final boolean mergeDomains;

    /** A reader with the host's limits, for which a domain of rate limits stands in one file. */
    public ResourceReader(KnownKinds kinds, Namespaces namespaces) {
        this(kinds, namespaces, false);
    }

    /**
     * A reader with the host's limits.
     *
     * @param mergeDomains whether several rate limit files may have one domain
     */
    public ResourceReader(KnownKinds kinds, Namespaces namespaces, boolean mergeDomains) {
        this(kinds, namespaces, mergeDomains, new YamlParser(), new RecordBinder());
    }

    /** A reader with a parser and a binder of its own. */
    public ResourceReader(
            KnownKinds kinds, Namespaces namespaces, boolean mergeDomains, YamlParser parser, RecordBinder binder) {
        this.kinds = kinds;
        this.namespaces = namespaces;
        this.mergeDomains = mergeDomains;
        this.parser = parser;
        this.binder = binder;
    }

    /**
     * Reads all documents of all files. What is faulty is left out of the result and reported; a caller must not use the
     * result where {@code problems} then has errors.
     */
    public ResourceSet read(ConfigFiles files, Problems problems) {
        files.problems().forEach(problems::add);
        var specs = new SpecReader(kinds, binder);
        var rateLimits = new RateLimitReader(binder, namespaces.fallback(), mergeDomains, problems);
        var documents = new DocumentReader(kinds, namespaces, specs, rateLimits, problems);
        for (ConfigFile file : files.files()) {
            for (YamlNode document : parser.parse(file.path(), file.text(), problems)) {
                documents.read(document);
            }
        }
        return documents.toSet(files.revision());
    }
}
