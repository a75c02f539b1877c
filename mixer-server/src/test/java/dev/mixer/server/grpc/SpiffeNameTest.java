package dev.mixer.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpiffeNameTest {
    @Test
    void aNameStandsWithoutItsScheme() {
        assertThat(SpiffeName.of("spiffe://cluster.local/ns/edge/sa/gateway"))
                .isEqualTo("cluster.local/ns/edge/sa/gateway");
        assertThat(SpiffeName.of("spiffe://example.org")).isEqualTo("example.org");
        assertThat(SpiffeName.of("spiffe://example.org/.hidden/a..b")).isEqualTo("example.org/.hidden/a..b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://cluster.local/ns/edge/sa/gateway",
                "SPIFFE://cluster.local/ns/edge/sa/gateway",
                "spiffe:cluster.local/ns/edge/sa/gateway",
                "spiffe://",
                "spiffe:///ns/edge",
                "spiffe://Cluster.local/ns/edge",
                "spiffe://user@cluster.local/ns/edge",
                "spiffe://cluster.local:443/ns/edge",
                "spiffe://cluster.local/",
                "spiffe://cluster.local/ns//edge",
                "spiffe://cluster.local/ns/../edge",
                "spiffe://cluster.local/ns/.",
                "spiffe://cluster.local/ns/%65dge",
                "spiffe://cluster.local/ns/edge?x",
                "spiffe://cluster.local/ns/edge#x"
            })
    void whatTheStandardExcludesIsNoName(String uri) {
        assertThat(SpiffeName.of(uri)).isNull();
    }

    @Test
    void anEndlessNameIsNone() {
        assertThat(SpiffeName.of("spiffe://cluster.local/" + "a".repeat(2048))).isNull();
    }
}
