package dev.mixer.server.scenario;

import dev.mixer.testkit.backend.BackendProcess;
import dev.mixer.testkit.backend.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An Envoy with a configuration of a test. */
final class RealEnvoy {
    private RealEnvoy() {}

    /**
     * Starts it and waits until it is ready.
     *
     * @param admin the port of its own interface, as the configuration names it
     */
    static BackendProcess start(Path folder, String configuration, int admin) throws IOException {
        var file = Files.writeString(folder.resolve("sidecar.yaml"), configuration);
        return BackendProcess.start(
                        "envoy",
                        folder,
                        List.of(
                                Backends.envoy().toString(),
                                "-c",
                                file.toString(),
                                "--concurrency",
                                "1",
                                // Envoys of one machine must differ in it; ports do.
                                "--base-id",
                                Integer.toString(admin)))
                .await(
                        "ready",
                        PackagedServer.START,
                        () -> PackagedServer.status("http://127.0.0.1:" + admin + "/ready") == 200);
    }
}
