package dev.mixer.adapters.http;

import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AdapterException.Kind;
import dev.mixer.spi.BackendState;
import dev.mixer.spi.DataSize;
import dev.mixer.spi.Parcel;
import dev.mixer.spi.Receipt;
import dev.mixer.spi.Sender;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Posts a batch: one request for all records whose fields make the same headers. One thread at a time. */
final class HttpSender implements Sender {
    private static final BackendState UNTRIED = new BackendState(BackendState.Phase.READY, "nothing has been sent yet");

    private final HttpParameters parameters;
    private final Exchange exchange;
    private final Requests requests;
    private volatile BackendState state = UNTRIED;

    HttpSender(HttpParameters parameters, Exchange exchange, InstantSource clock) {
        this.parameters = parameters;
        this.exchange = exchange;
        this.requests = new Requests(parameters, clock);
    }

    BackendState state() {
        return state;
    }

    @Override
    public int maxRecords() {
        return (int) parameters.maxRecords();
    }

    @Override
    public DataSize maxBytes() {
        return parameters.maxBytes();
    }

    /** A record and its place in the batch. */
    private record Placed(int index, Requests.Item item) {}

    /*
     * A request that is refused for good while others of the batch were taken is told as transient: the host sends it
     * again, now first, and hears then that a part of the batch can never be taken. So it sends nothing twice that was
     * taken, and still finds the record.
     */
    @Override
    public Receipt send(List<Parcel> batch) throws AdapterException, InterruptedException {
        var unsent = new TreeMap<Integer, Receipt.Unsent>();
        Optional<Answer> refusal = Optional.empty();
        boolean taken = false;
        for (var request : grouped(batch, unsent).entrySet()) {
            if (refusal.isEmpty()) {
                refusal = post(request.getKey(), request.getValue());
                if (refusal.isEmpty()) {
                    taken = true;
                    continue;
                }
                if (!taken && unsent.isEmpty()) {
                    throw refusal.get().toException();
                }
            }
            for (var placed : request.getValue()) {
                unsent.put(
                        placed.index(),
                        new Receipt.Unsent(
                                placed.index(), Kind.TRANSIENT, refusal.get().reason()));
            }
        }
        return new Receipt(List.copyOf(unsent.values()));
    }

    private Map<Map<String, String>, List<Placed>> grouped(List<Parcel> batch, Map<Integer, Receipt.Unsent> unsent) {
        var groups = new LinkedHashMap<Map<String, String>, List<Placed>>();
        for (int i = 0; i < batch.size(); i++) {
            try {
                var envelope = Envelope.of(batch.get(i).content());
                groups.computeIfAbsent(envelope.headers(), _ -> new ArrayList<>())
                        .add(new Placed(i, new Requests.Item(batch.get(i), envelope)));
            } catch (IllegalArgumentException e) {
                unsent.put(i, new Receipt.Unsent(i, Kind.PERMANENT, String.valueOf(e.getMessage())));
            }
        }
        return groups;
    }

    private Optional<Answer> post(Map<String, String> headers, List<Placed> group) throws InterruptedException {
        var request = requests.of(headers, group.stream().map(Placed::item).toList());
        try {
            var answer = exchange.post(request);
            state = answer.filter(it -> it.kind() == Kind.TRANSIENT)
                    .map(it -> BackendState.degraded(it.reason()))
                    .orElse(BackendState.READY);
            return answer;
        } catch (AdapterException e) {
            state = BackendState.connecting(String.valueOf(e.getMessage()));
            return Optional.of(Exchange.unanswered(e));
        }
    }
}
