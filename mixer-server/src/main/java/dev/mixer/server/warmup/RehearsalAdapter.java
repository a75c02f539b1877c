package dev.mixer.server.warmup;

import dev.mixer.spi.Adapter;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Host;
import dev.mixer.spi.Instance;
import dev.mixer.spi.template.ListEntry;
import dev.mixer.spi.template.LogEntry;
import java.util.Set;

/** Answers as real adapters do: on the network thread or on one of its own. */
public final class RehearsalAdapter implements Adapter<RehearsalAdapter.Parameters> {
    /** @param blocks whether calls run on threads of the handler */
    public record Parameters(@DefaultValue("false") boolean blocks) {}

    @Override
    public String name() {
        return "rehearsal";
    }

    @Override
    public String description() {
        return "Stands for any adapter while the host warms up";
    }

    @Override
    public Set<Class<? extends Instance>> templates() {
        return Set.of(ListEntry.class, LogEntry.class);
    }

    @Override
    public Handler open(Parameters parameters, Host host) {
        var builder = Handler.builder()
                .check(
                        ListEntry.class,
                        entry -> entry.value().isEmpty() ? CheckResult.denied("empty") : CheckResult.ok())
                .report(LogEntry.class, _ -> {});
        return (parameters.blocks() ? builder : builder.neverBlocks()).build();
    }
}
