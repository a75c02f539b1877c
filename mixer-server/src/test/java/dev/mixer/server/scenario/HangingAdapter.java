package dev.mixer.server.scenario;

import dev.mixer.spi.Adapter;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Host;
import dev.mixer.spi.Instance;
import dev.mixer.spi.template.CheckNothing;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A plug-in whose checks never answer. The scenario packs it into a jar of its own. */
public final class HangingAdapter implements Adapter<HangingAdapter.Parameters> {
    /** Nothing to choose. */
    public record Parameters() {}

    @Override
    public String name() {
        return "hanging";
    }

    @Override
    public String description() {
        return "Never answers";
    }

    @Override
    public Set<Class<? extends Instance>> templates() {
        return Set.of(CheckNothing.class);
    }

    @Override
    public Handler open(Parameters parameters, Host host) {
        return Handler.builder()
                .check(CheckNothing.class, _ -> {
                    new CountDownLatch(1).await();
                    return CheckResult.ok();
                })
                .build();
    }
}
