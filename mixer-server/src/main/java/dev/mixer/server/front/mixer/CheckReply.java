package dev.mixer.server.front.mixer;

import dev.mixer.engine.attribute.HostAttributes;
import dev.mixer.engine.attribute.ReferencedAttributes;
import dev.mixer.engine.dispatch.Decision;
import dev.mixer.server.grpc.ProtoWriter;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.Status;
import java.time.Duration;

/** Writes a {@code CheckResponse}. */
final class CheckReply {
    private static final int ABSENCE = 1;
    private static final int EXACT = 2;

    private CheckReply() {}

    /** @param globalWords how many words of the global dictionary the client knows */
    static byte[] of(Decision decision, int globalWords) {
        var out = new ProtoWriter();
        int precondition = out.begin(2);
        status(out, 1, decision.status());
        duration(out, 2, decision.validFor());
        out.varintUnlessZero(3, decision.validUses());
        referenced(out, decision.referenced(), globalWords);
        routeDirective(out, decision);
        out.end(precondition);
        decision.quotas().forEach((name, grant) -> quota(out, name, grant, globalWords));
        return out.toBytes();
    }

    private static void quota(ProtoWriter out, String name, Decision.QuotaGrant grant, int globalWords) {
        int entry = out.begin(3);
        out.string(1, name);
        int result = out.begin(2);
        duration(out, 1, grant.validFor());
        out.varintUnlessZero(2, grant.granted());
        referenced(out, grant.referenced(), globalWords);
        status(out, 6, grant.status());
        out.end(result);
        out.end(entry);
    }

    private static void status(ProtoWriter out, int field, Status status) {
        int start = out.begin(field);
        out.varintUnlessZero(1, status.code().number());
        out.string(2, status.message());
        out.end(start);
    }

    private static void duration(ProtoWriter out, int field, Duration duration) {
        int start = out.begin(field);
        out.varintUnlessZero(1, duration.getSeconds());
        out.varintUnlessZero(2, duration.getNano());
        out.end(start);
    }

    private static void referenced(ProtoWriter out, ReferencedAttributes referenced, int globalWords) {
        int start = out.begin(5);
        var words = new ReplyWords(out, globalWords);
        for (var match : referenced.matches()) {
            if (HostAttributes.owns(match.reference().attribute().name())) {
                // The client does not know it, and it is the same for all that the client may ask (decision 5).
                continue;
            }
            var key = match.reference().key();
            int name = words.index(match.reference().attribute().name());
            int mapKey = key == null ? 0 : words.indexOfKey(key);
            int entry = out.begin(2);
            out.signed(1, name);
            out.varint(2, match.present() ? EXACT : ABSENCE);
            if (key != null) {
                out.signed(4, mapKey);
            }
            out.end(entry);
        }
        out.end(start);
    }

    private static void routeDirective(ProtoWriter out, Decision decision) {
        var response = decision.response();
        if (decision.headers().isEmpty() && response == null) {
            return;
        }
        int start = out.begin(6);
        for (var operation : decision.headers()) {
            header(out, operation);
        }
        if (response != null) {
            response.headers().forEach(operation -> header(out, operation));
            out.varint(3, response.httpStatus());
            out.string(4, response.body());
        }
        out.end(start);
    }

    private static void header(ProtoWriter out, HeaderOperation operation) {
        if (operation.target() == HeaderOperation.Target.QUERY) {
            return; // the protocol has no words for it
        }
        int start = out.begin(operation.target() == HeaderOperation.Target.REQUEST ? 1 : 2);
        out.string(1, operation.name());
        out.string(2, operation.value());
        out.varintUnlessZero(3, number(operation.kind()));
        out.end(start);
    }

    private static int number(HeaderOperation.Kind kind) {
        return switch (kind) {
            case REPLACE -> 0;
            case REMOVE -> 1;
            case APPEND -> 2;
        };
    }
}
