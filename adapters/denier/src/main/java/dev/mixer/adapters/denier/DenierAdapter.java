package dev.mixer.adapters.denier;

import dev.mixer.spi.Adapter;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Host;
import dev.mixer.spi.Instance;
import dev.mixer.spi.QuotaResult;
import dev.mixer.spi.template.CheckNothing;
import dev.mixer.spi.template.ListEntry;
import dev.mixer.spi.template.Quota;
import java.util.Collections;
import java.util.Set;

/** Refuses every check and grants no quota. */
public final class DenierAdapter implements Adapter<DenierParameters> {
    /** For the service loader. */
    public DenierAdapter() {}

    @Override
    public String name() {
        return "denier";
    }

    @Override
    public String description() {
        return "Refuses every check and every quota with one configured answer";
    }

    @Override
    public Set<Class<? extends Instance>> templates() {
        return Set.of(CheckNothing.class, ListEntry.class, Quota.class);
    }

    @Override
    public Handler open(DenierParameters parameters, Host host) {
        var status = parameters.status().toStatus();
        var check = new CheckResult(status, parameters.validDuration(), (int) parameters.validUseCount());
        var quota = QuotaResult.refused(status, parameters.validDuration());
        return Handler.builder()
                .check(CheckNothing.class, _ -> check)
                .check(ListEntry.class, _ -> check)
                .quota(Quota.class, requests -> Collections.nCopies(requests.size(), quota))
                .neverBlocks()
                .build();
    }
}
