package dev.mixer.server;

import dev.mixer.engine.config.settings.HostSettings;
import dev.mixer.engine.config.settings.ListenAddress;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * The program: {@code serve} of the command {@code mixer}. Exit codes: 0 after SIGTERM, 1 if a port cannot be opened, 2 if
 * options or settings are wrong. A configuration with errors is no reason to end: the host denies until it is repaired.
 */
@QuarkusMain
public final class MixerServer implements QuarkusApplication {
    private static final int USAGE = 2;

    private final MixerHost host;

    MixerServer(MixerHost host) {
        this.host = host;
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
        if (startup.settings().http().address() instanceof ListenAddress.Tcp(var name, var port)) {
            if (!isLoopback(name)) {
                System.err.println(
                        "mixer: http.address " + startup.settings().http().address()
                                + " is not a loopback address; the API knows no callers apart, so it must not be reachable"
                                + " from elsewhere: give 127.0.0.1:PORT");
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
    public int run(String... args) {
        try {
            host.start(Startup.read(args));
        } catch (IOException e) {
            System.err.println("mixer: " + e.getMessage());
            return 1;
        }
        endOrderlyOnSigterm();
        Quarkus.waitForExit();
        host.stop();
        return 0;
    }

    /**
     * An orderly end on SIGTERM is a success, whereas Quarkus would exit with 143. Java has one way to hear a signal, the module
     * {@code jdk.unsupported}, and javac warns of every mention of it; so it is not mentioned but looked up.
     */
    private static void endOrderlyOnSigterm() {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var end = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (_, _, _) -> {
                Quarkus.asyncExit(0);
                return null;
            });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("TERM"), end);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            System.getLogger(MixerServer.class.getName())
                    .log(System.Logger.Level.WARNING, "SIGTERM will end the server with exit code 143", e);
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
