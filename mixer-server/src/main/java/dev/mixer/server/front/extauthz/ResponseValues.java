package dev.mixer.server.front.extauthz;

import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.HeaderOperation.Kind;
import dev.mixer.spi.HeaderOperation.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * Several values of one header of a response. Envoy first adds and then replaces, whatever the order that it is told, so that a value
 * which replaces others would take those that are to follow it as well: they are one value here, joined with a comma (RFC 9110, 5.3).
 */
final class ResponseValues {
    private ResponseValues() {}

    /** The operations in their order, those on headers of the response such that Envoy does what they say. */
    static List<HeaderOperation> joined(List<HeaderOperation> operations) {
        var joined = new ArrayList<HeaderOperation>(operations.size());
        for (var next : operations) {
            var last = joined.isEmpty() ? null : joined.getLast();
            if (last == null || !follows(last, next)) {
                joined.add(next);
            } else if (next.name().equalsIgnoreCase("set-cookie")) {
                // Cookies must not be joined; one more beside the application's own does no harm.
                joined.set(joined.size() - 1, with(last, Kind.APPEND, last.value()));
                joined.add(next);
            } else {
                joined.set(joined.size() - 1, with(last, Kind.REPLACE, last.value() + ", " + next.value()));
            }
        }
        return joined;
    }

    private static boolean follows(HeaderOperation last, HeaderOperation next) {
        return last.target() == Target.RESPONSE
                && next.target() == Target.RESPONSE
                && last.kind() == Kind.REPLACE
                && next.kind() == Kind.APPEND
                && last.name().equalsIgnoreCase(next.name());
    }

    private static HeaderOperation with(HeaderOperation operation, Kind kind, String value) {
        return new HeaderOperation(operation.target(), kind, operation.name(), value);
    }
}
