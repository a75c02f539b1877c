package dev.mixer.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.spi.template.ReportNothing;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportedTest {
    @Test
    void aReportKnowsTheNameOfEachInstance() throws Exception {
        var names = new ArrayList<String>();
        try (var handler = Handler.builder()
                .report(ReportNothing.class, batch -> batch.forEach(one -> names.add(one.instanceName())))
                .build()) {
            var capability = handler.capability(ReportNothing.class).orElseThrow();
            assertThat(capability).isInstanceOf(Capability.Report.class);
            if (capability instanceof Capability.Report<ReportNothing>(var function)) {
                function.report(List.of(
                        new Reported<>("a.default", new ReportNothing()),
                        new Reported<>("b.default", new ReportNothing())));
            }
        }
        assertThat(names).containsExactly("a.default", "b.default");
    }
}
