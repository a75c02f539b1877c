package dev.mixer.server;

import io.quarkus.runtime.Quarkus;
import java.lang.reflect.Proxy;

/**
 * Makes SIGTERM an orderly end, which is a success, whereas Quarkus would exit with 143. Java has one way to hear a signal, the
 * module {@code jdk.unsupported}, and javac warns of every mention of it; so it is not mentioned but looked up.
 */
final class Sigterm {
    private Sigterm() {}

    static void endOrderly() {
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
            System.getLogger(Sigterm.class.getName())
                    .log(System.Logger.Level.WARNING, "SIGTERM will end the server with exit code 143", e);
        }
    }
}
