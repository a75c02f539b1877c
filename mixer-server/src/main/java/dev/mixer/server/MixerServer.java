package dev.mixer.server;

import dev.mixer.engine.config.bind.Secrets;
import dev.mixer.engine.config.settings.HostSettings;
import dev.mixer.engine.config.settings.ListenAddress;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.vertx.http.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The program: {@code serve} of the command {@code mixer}. Exit codes: 0 after SIGTERM, 1 if a port cannot be opened, 2 if
 * options or settings are wrong. A configuration with errors is no reason to end: the host denies until it is repaired.
 */
@QuarkusMain
public final class MixerServer implements QuarkusApplication {
    private static final int USAGE = 2;
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);

    private final MixerHost host;
    private final HttpServer http;

    MixerServer(MixerHost host, HttpServer http) {
        this.host = host;
        this.http = http;
    }

    /** Reads what Quarkus must know before it starts, then starts it. */
    public static void main(String... args) {
        Startup startup;
        try {
            startup = Startup.read(args);
        } catch (IllegalArgumentException e) {
            System.err.println("mixer: " + e.getMessage());
            System.exit(USAGE);
            return;
        }
        // Here and nowhere else: the settings are read again by what Quarkus starts.
        startup.warnings().forEach(warning -> System.err.println("mixer: " + warning));
        if (startup.settings().http().address() instanceof ListenAddress.Tcp(var name, var port)) {
            var fault = httpFault(startup.settings().http(), name);
            if (fault != null) {
                System.err.println("mixer: " + fault);
                System.exit(USAGE);
            }
            System.setProperty("quarkus.http.host", name);
            System.setProperty("quarkus.http.port", Integer.toString(port));
        } else {
            System.err.println("mixer: http.address: unix sockets are not supported by this version; give HOST:PORT");
            System.exit(USAGE);
        }
        Quarkus.run(
                MixerServer.class,
                (code, error) -> explainFailure(startup.settings().http(), code, error),
                args);
    }

    @Override
    public int run(String... args) throws InterruptedException {
        Sigterm.endOrderly();
        var startup = Startup.read(args);
        try {
            host.start(startup, http.getPort());
        } catch (IOException e) {
            System.err.println("mixer: " + e.getMessage());
            return 1;
        }
        if (startup.arguments().exitWhenReady()) {
            host.awaitStart(START_PATIENCE);
            boolean ready = Trial.isReady(startup.settings().http().address(), http.getPort());
            host.stop();
            return ready ? 0 : 1;
        }
        Quarkus.waitForExit();
        host.stop();
        return 0;
    }

    private static @Nullable String httpFault(HostSettings.Http http, String host) {
        var token = http.token();
        if (token == null) {
            return isLoopback(host)
                    ? null
                    : "http.address " + http.address()
                            + " is not a loopback address; without a token anybody who reaches it"
                            + " is let in: set http.token.file=FILE, or give 127.0.0.1:PORT";
        }
        try {
            var _ = token.read(Secrets.ofProcess());
            return null;
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static void explainFailure(HostSettings.Http http, int code, Throwable error) {
        if (error != null) {
            var cause = error;
            while (cause.getCause() != null && !(cause instanceof BindException)) {
                cause = cause.getCause();
            }
            System.err.println(
                    cause instanceof BindException
                            ? "mixer: http.address " + http.address()
                                    + " cannot be opened: is another process using it? choose another with"
                                    + " --http-address HOST:PORT"
                            : "mixer: " + cause.getMessage());
        }
        System.exit(code);
    }
}
