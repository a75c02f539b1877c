package dev.mixer.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Documents {@code serve} for help and completion. The script {@code ./mixer} starts the server in place of this process,
 * so that there is one JVM and signals reach it.
 */
@Command(
        name = "serve",
        description = "Serves the configuration in files and folders until it is stopped; edits take effect at once.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mixer serve samples/quickstart",
            "  mixer serve config/ --settings mixer.yaml --grpc-address 0.0.0.0:9091"
        })
@SuppressWarnings("UnusedVariable") // told to the users by --help, read by the server
final class ServeCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "DIR", description = "Files and folders of configuration.")
    private List<Path> folders = List.of();

    @Mixin
    private HostOptions host = new HostOptions();

    @Option(
            names = "--grpc-address",
            paramLabel = "ADDRESS",
            description = "Where sidecars call: HOST:PORT or unix:/PATH (default: 127.0.0.1:9091).")
    private @Nullable String grpcAddress;

    @Option(
            names = "--http-address",
            paramLabel = "HOST:PORT",
            description = "Where the API, health and metrics are (default: 127.0.0.1:8080).")
    private @Nullable String httpAddress;

    @Option(
            names = "--exit-when-ready",
            description = "Ends as soon as the host could serve, to see whether it would: 0 if so, else 1.")
    private boolean exitWhenReady;

    @Override
    public Integer call() {
        throw new UsageException("the server is started by the script ./mixer, which replaces this process by it");
    }
}
