package dev.mixer.adapters.stdio;

import dev.mixer.spi.Adapter;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Host;
import dev.mixer.spi.Instance;
import dev.mixer.spi.Problem;
import dev.mixer.spi.ReportInstance;
import dev.mixer.spi.Reported;
import dev.mixer.spi.template.LogEntry;
import dev.mixer.spi.template.Metric;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Writes log entries and metrics as lines of text or JSON. */
public final class StdioAdapter implements Adapter<StdioParameters> {
    private static final long MEGABYTE = 1_000_000;

    /** For the service loader. */
    public StdioAdapter() {}

    @Override
    public String name() {
        return "stdio";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("file");
    }

    @Override
    public String description() {
        return "Writes log entries and metrics as lines to standard output, standard error or a file";
    }

    @Override
    public Set<Class<? extends Instance>> templates() {
        return Set.of(LogEntry.class, Metric.class);
    }

    @Override
    public List<Problem> validate(StdioParameters parameters) {
        var stream = parameters.logStream();
        boolean unused = parameters.outputPath().isPresent()
                && (stream == StdioParameters.Stream.STDOUT || stream == StdioParameters.Stream.STDERR);
        return unused
                ? List.of(Problem.warning(
                        "outputPath", "is not used with log_stream " + stream + "; write FILE or ROTATED_FILE there"))
                : List.of();
    }

    @Override
    public Handler open(StdioParameters parameters, Host host) throws AdapterException {
        var target = target(parameters);
        try {
            return handler(parameters, host, new LineWriter(target, host.clock()));
        } catch (IOException e) {
            throw AdapterException.permanent("cannot open output_path: " + e.getMessage(), e);
        }
    }

    @Override
    public Handler reopen(StdioParameters parameters, Host host, Handler previous) throws AdapterException {
        var shared = previous.attachment(LineWriter.class);
        return shared.isPresent() && shared.get().join(target(parameters))
                ? handler(parameters, host, shared.get())
                : open(parameters, host);
    }

    private static Handler handler(StdioParameters parameters, Host host, LineWriter writer) {
        var failures = host.meters().counter("stdio_lines_failed_total", "Lines that could not be written.");
        return Handler.builder()
                .report(
                        LogEntry.class,
                        batch -> write(batch, one -> line(parameters, host, one), parameters, host, writer, failures))
                .report(
                        Metric.class,
                        batch -> write(batch, one -> metric(parameters, host, one), parameters, host, writer, failures))
                .closing(writer::leave)
                .attach(writer)
                .build();
    }

    private static <T extends ReportInstance> void write(
            List<Reported<T>> batch,
            Function<Reported<T>, Line> format,
            StdioParameters parameters,
            Host host,
            LineWriter writer,
            Host.Counter failures)
            throws AdapterException, InterruptedException {
        var text = new StringBuilder();
        int lines = 0;
        for (var one : batch) {
            var line = format.apply(one);
            if (line.level().compareTo(parameters.outputLevel()) >= 0) {
                text.append(parameters.outputAsJson() ? line.toJson() : line.toText());
                lines++;
            }
        }
        if (lines == 0) {
            return;
        }
        try {
            writer.write(text.toString(), host.scheduler()::execute);
        } catch (AdapterException | InterruptedException e) {
            failures.add(lines);
            throw e;
        }
    }

    private static Line line(StdioParameters parameters, Host host, Reported<LogEntry> one) {
        var entry = one.instance();
        return new Line(
                entry.timestamp().orElseGet(host.clock()::instant),
                parameters.level(entry.severity()),
                one.instanceName(),
                entry.variables());
    }

    private static Line metric(StdioParameters parameters, Host host, Reported<Metric> one) {
        var fields = new HashMap<String, AttributeValue>(one.instance().dimensions());
        fields.put("value", one.instance().value());
        return new Line(host.clock().instant(), parameters.metricLevel(), one.instanceName(), fields);
    }

    private static Target target(StdioParameters parameters) {
        return switch (parameters.logStream()) {
            case STDOUT -> new Target.Standard(FileDescriptor.out);
            case STDERR -> new Target.Standard(FileDescriptor.err);
            case FILE -> new Target.ToFile(path(parameters.outputPath()), 0, Duration.ZERO, 0, false);
            case ROTATED_FILE ->
                new Target.ToFile(
                        path(parameters.outputPath()),
                        parameters.maxMegabytesBeforeRotation() * MEGABYTE,
                        Duration.ofDays(parameters.maxDaysBeforeRotation()),
                        parameters.maxRotatedFiles(),
                        parameters.compressRotatedFiles());
        };
    }

    private static Path path(Optional<Path> outputPath) {
        return outputPath.orElseThrow();
    }
}
