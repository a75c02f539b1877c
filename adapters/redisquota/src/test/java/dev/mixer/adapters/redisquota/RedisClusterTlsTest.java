package dev.mixer.adapters.redisquota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.Handler;
import dev.mixer.spi.template.RateLimit;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Certificates;
import dev.mixer.testkit.Poll;
import dev.mixer.testkit.TestHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Cluster whose nodes speak TLS. */
@Tag("backend")
class RedisClusterTlsTest {
    @TempDir
    Path folder;

    @Test
    void everyShardDecidesOverTlsAndOnlyWhereItsCertificateIsTrusted() throws Exception {
        var certificates = new Certificates(folder);
        var pair = certificates.issue("redis", "ip:127.0.0.1");
        try (var cluster = RedisCluster.start(pair, certificates.authority("ca"));
                var host = TestHost.create()) {
            try (var handler = open(cluster, certificates.authority("ca"), host)) {
                for (int i = 0; i < 30; i++) {
                    var limit = new RateLimit("k" + i, 1, Duration.ofDays(365));
                    Poll.until("granted", () -> granted(handler, limit) == 1);
                    assertThat(granted(handler, limit)).isZero();
                }
                for (var master : cluster.masters()) {
                    assertThat(master.command("DBSIZE")).isNotEqualTo(":0");
                }
            }
            try (var handler = open(cluster, certificates.authority("other-ca"), host)) {
                assertThat(handler.state().phase()).isEqualTo(Phase.CONNECTING);
                assertThat(granted(handler, new RateLimit("new", 1, Duration.ofDays(365))))
                        .isZero();
            }
        }
    }

    private static Handler open(RedisCluster cluster, Path authority, TestHost host) throws Exception {
        var given = Map.of("caCertificate", Optional.of(authority));
        return new RedisquotaAdapter().open(RedisParameters.of(cluster.tlsUrl(), given), host);
    }

    private static long granted(Handler handler, RateLimit limit) {
        try {
            return Calls.quota(handler, limit, 1).granted();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
