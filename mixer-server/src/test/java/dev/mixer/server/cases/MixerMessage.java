package dev.mixer.server.cases;

import dev.mixer.proto.v1.CheckRequest;
import dev.mixer.server.front.mixer.WireMessages;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request as a Mixer sidecar sends it. */
final class MixerMessage {
    private MixerMessage() {}

    static CheckRequest of(Request request) {
        var facts = Facts.of(request, headers(request));
        var message = WireMessages.attributes(facts).toBuilder();
        // What the sidecar's configuration states beside what it knows itself is in the message a second time.
        request.extensions().forEach((name, value) -> {
            if (facts.get(name) instanceof String known && !known.equals(value)) {
                message.addWords(name).addWords(value);
                message.putStrings(-message.getWordsCount() + 1, -message.getWordsCount());
            }
        });
        return CheckRequest.newBuilder().setAttributes(message).build();
    }

    /** Names as they were written; only those that are the same to the letter are joined. */
    private static Map<String, String> headers(Request request) {
        var headers = new LinkedHashMap<String, String>();
        for (var header : request.headers()) {
            headers.merge(header.getFirst(), header.getLast(), (earlier, later) -> earlier + "," + later);
        }
        if (request.large() > 0) {
            headers.put("x-large", "x".repeat(request.large()));
        }
        return headers;
    }
}
