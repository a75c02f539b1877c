package dev.mixer.engine.dispatch;

import dev.mixer.spi.Adapter;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Host;
import dev.mixer.spi.Instance;
import dev.mixer.spi.Receipt;
import dev.mixer.spi.template.LogEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** An adapter that sends the severity of log entries to a list, while its backend is there. */
public final class Sending implements Adapter<Sending.Parameters> {
    final List<String> arrived = new CopyOnWriteArrayList<>();
    volatile boolean away;

    /** @param label stands before what is sent */
    public record Parameters(
            @Description("Stands before what is sent.") @DefaultValue("")
            String label) {}

    @Override
    public String name() {
        return "sending";
    }

    @Override
    public String description() {
        return "Sends to a list";
    }

    @Override
    public Set<Class<? extends Instance>> templates() {
        return Set.of(LogEntry.class);
    }

    @Override
    public Handler open(Parameters parameters, Host host) {
        return Handler.builder()
                .deliver(LogEntry.class, entry -> {
                    if (entry.instance().severity().equals("unencodable")) {
                        throw new IllegalArgumentException("no such severity");
                    }
                    return entry.instance().severity().getBytes(StandardCharsets.UTF_8);
                })
                .sender(batch -> {
                    if (away) {
                        throw AdapterException.transientFailure("the list is away", null);
                    }
                    var lines = new ArrayList<String>();
                    batch.forEach(parcel ->
                            lines.add(parameters.label() + new String(parcel.content(), StandardCharsets.UTF_8)));
                    arrived.addAll(lines);
                    return Receipt.COMPLETE;
                })
                .build();
    }
}
