package dev.mixer.adapters.noop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.spi.Adapter;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.template.ListEntry;
import dev.mixer.spi.template.Quota;
import dev.mixer.testkit.AdapterContract;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Samples;
import dev.mixer.testkit.TestHost;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NoopAdapterTest extends AdapterContract<NoopAdapter.Parameters> {
    @Override
    protected Adapter<NoopAdapter.Parameters> adapter() {
        return new NoopAdapter();
    }

    @Override
    protected NoopAdapter.Parameters workingParameters() {
        return new NoopAdapter.Parameters();
    }

    @Test
    void itServesEveryStandardTemplate() {
        assertThat(adapter().templates()).isEqualTo(Samples.templates());
    }

    @Test
    void everythingPasses() throws Exception {
        try (var host = TestHost.create();
                var handler = adapter().open(workingParameters(), host)) {
            assertThat(Calls.check(handler, new ListEntry("x"))).isEqualTo(CheckResult.ok());
            assertThat(Calls.quota(handler, new Quota(Map.of()), 12).granted()).isEqualTo(12);
            assertThat(Calls.quota(handler, new Quota(Map.of()), -12).granted()).isZero();
            assertThat(handler.neverBlocks()).isTrue();
        }
    }
}
