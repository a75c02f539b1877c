package dev.mixer.adapters.http;

import dev.mixer.spi.Adapter;
import dev.mixer.testkit.AdapterContract;
import dev.mixer.testkit.Defaults;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What every adapter keeps. */
class HttpContractTest extends AdapterContract<HttpParameters> {
    private static FakeServer server;

    @BeforeAll
    static void start() throws IOException {
        server = FakeServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected Adapter<HttpParameters> adapter() {
        return new HttpAdapter();
    }

    @Override
    protected HttpParameters workingParameters() {
        return Defaults.of(HttpParameters.class, Map.of("url", server.url()));
    }
}
