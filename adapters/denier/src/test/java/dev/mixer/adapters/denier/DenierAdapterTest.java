package dev.mixer.adapters.denier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.spi.Adapter;
import dev.mixer.spi.CheckInstance;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.Status;
import dev.mixer.spi.template.CheckNothing;
import dev.mixer.spi.template.ListEntry;
import dev.mixer.spi.template.Quota;
import dev.mixer.testkit.AdapterContract;
import dev.mixer.testkit.Calls;
import dev.mixer.testkit.Defaults;
import dev.mixer.testkit.TestHost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DenierAdapterTest extends AdapterContract<DenierParameters> {
    @Override
    protected Adapter<DenierParameters> adapter() {
        return new DenierAdapter();
    }

    @Override
    protected DenierParameters workingParameters() {
        return Defaults.of(DenierParameters.class);
    }

    @Test
    void everyCheckGetsTheConfiguredAnswer() throws Exception {
        var teapot = new DenierParameters(new DenierParameters.Refusal(16, "log in first"), Duration.ofSeconds(9), 3);
        var wanted = new CheckResult(Status.of(Status.Code.UNAUTHENTICATED, "log in first"), Duration.ofSeconds(9), 3);
        try (var host = TestHost.create();
                var handler = adapter().open(teapot, host)) {
            for (CheckInstance<?> instance : List.of(new CheckNothing(), new ListEntry("anything"))) {
                assertThat(Calls.check(handler, instance)).isEqualTo(wanted);
            }
            assertThat(handler.neverBlocks()).isTrue();
        }
    }

    @Test
    void everyQuotaIsRefusedWithTheConfiguredAnswer() throws Exception {
        try (var host = TestHost.create();
                var handler = adapter().open(workingParameters(), host)) {
            var result = Calls.quota(handler, new Quota(Map.of()), 5);
            assertThat(result.granted()).isZero();
            assertThat(result.status().code()).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(result.validFor()).isEqualTo(Duration.ofSeconds(5));
        }
    }
}
