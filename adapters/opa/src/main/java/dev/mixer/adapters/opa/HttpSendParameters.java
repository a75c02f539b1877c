package dev.mixer.adapters.opa;

import dev.mixer.adapters.opa.network.AllowedHosts;
import dev.mixer.adapters.opa.network.NetworkSettings;
import dev.mixer.adapters.web.Trust;
import dev.mixer.spi.DataSize;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * What a policy may ask of servers by {@code http.send}, and of the resolver by {@code net.lookup_ip_addr}.
 *
 * @param hosts whom: names or addresses, {@code *.} before a name for all names below it, {@code :} and a number for one port alone
 * @param timeout how long one call may take at most; the decision's own limit holds as well
 * @param maxResponse how large an answer may be
 * @param maxCalls how many calls one decision may make; one more ends it
 * @param cache how many bytes of answers are kept for later decisions, where policies ask for that
 * @param caFile the authorities, as PEM, that vouch for servers; absent: those of the JDK
 * @param allowInsecureTls whether policies may ask servers whose certificates nobody vouches for
 */
public record HttpSendParameters(
        @Description(
                "The hosts that may be asked: names or addresses; *.NAME allows all names below it, :PORT after it that port alone.")
        List<String> hosts,

        @Description("How long one call may take at most, 1ms to 10s; evaluation_limit holds as well.")
        @DefaultValue("80ms")
        Duration timeout,

        @Description("How large an answer may be, at most 16MiB.") @DefaultValue("1MiB")
        DataSize maxResponse,

        @Description("How many calls one decision may make, 1 to 1000; one more ends it.") @DefaultValue("4")
        long maxCalls,

        @Description("How many bytes of answers are kept for later decisions, where policies ask for that; 0: none.")
        @DefaultValue("16MiB")
        DataSize cache,

        @Description("The authorities, as PEM, that vouch for servers; left out: those of the JDK.")
        Optional<Path> caFile,

        @Description("Whether policies may ask servers whose certificates nobody vouches for.") @DefaultValue("false")
        boolean allowInsecureTls) {
    private static final long MEBIBYTE = 1 << 20;

    public HttpSendParameters {
        hosts = List.copyOf(hosts);
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("http_send needs hosts");
        }
        try {
            var _ = new AllowedHosts(hosts);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("http_send.hosts: " + e.getMessage(), e);
        }
        OpaParameters.requireIn("http_send.timeout", timeout, Duration.ofMillis(1), Duration.ofSeconds(10));
        OpaParameters.requireIn("http_send.max_response", maxResponse.bytes(), 1, 16 * MEBIBYTE);
        OpaParameters.requireIn("http_send.max_calls", maxCalls, 1, 1_000);
        OpaParameters.requireIn("http_send.cache", cache.bytes(), 0, 1_024 * MEBIBYTE);
    }

    /** @throws IOException if the file of the authorities cannot be read, or holds none */
    NetworkSettings settings() throws IOException {
        Optional<SSLContext> trust = Optional.empty();
        if (caFile.isPresent()) {
            try {
                trust = Optional.of(Trust.of(caFile.get()));
            } catch (GeneralSecurityException e) {
                throw new IOException(caFile.get() + ": " + e.getMessage(), e);
            }
        }
        return new NetworkSettings(
                new AllowedHosts(hosts),
                timeout,
                maxResponse.bytes(),
                (int) maxCalls,
                cache.bytes(),
                trust,
                allowInsecureTls);
    }
}
