package dev.mixer.server.http;

import dev.mixer.engine.delivery.Outbox;
import dev.mixer.engine.handler.LiveHandler;
import dev.mixer.server.MixerHost;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Handlers, their backends and what waits for them, over HTTP and JSON. */
@Path("/api/v1/handlers")
@Produces(MediaType.APPLICATION_JSON)
public class HandlersResource {
    private final MixerHost host;

    HandlersResource(MixerHost host) {
        this.host = host;
    }

    /**
     * A handler and its backend.
     *
     * @param delivery what became of its records; null where it delivers none
     */
    public record HandlerView(
            String name,
            String adapter,
            String state,
            String detail,
            @Nullable DeliveryView delivery) {
        static HandlerView of(String name, LiveHandler handler) {
            var state = handler.state();
            var outbox = handler.outbox();
            return new HandlerView(
                    name,
                    handler.spec().adapter().name(),
                    state.phase().toString(),
                    state.detail(),
                    outbox == null ? null : DeliveryView.of(outbox));
        }
    }

    /** The books of a handler: accepted = delivered + waiting + setAside + the sum of dropped. */
    public record DeliveryView(
            String durability,
            long accepted,
            long delivered,
            long waiting,
            long waitingBytes,
            long setAside,
            Map<String, Long> dropped,
            long redelivered,
            String trouble) {
        private static DeliveryView of(Outbox outbox) {
            var books = outbox.books();
            var dropped = new TreeMap<String, Long>();
            books.dropped().forEach((reason, count) -> dropped.put(reason.label(), count));
            return new DeliveryView(
                    outbox.durability().name(),
                    books.accepted(),
                    books.delivered(),
                    books.waiting(),
                    outbox.bytes(),
                    books.setAside(),
                    dropped,
                    books.redelivered(),
                    outbox.trouble());
        }
    }

    @GET
    @Operation(summary = "Handlers: the state of their backends, what was delivered, what waits")
    public List<HandlerView> handlers() {
        return views(host);
    }

    static List<HandlerView> views(MixerHost host) {
        var snapshot = host.mixer().snapshot();
        return snapshot == null
                ? List.of()
                : new TreeMap<>(snapshot.handlers())
                        .entrySet().stream()
                                .map(handler -> HandlerView.of(handler.getKey(), handler.getValue()))
                                .toList();
    }
}
