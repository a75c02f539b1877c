package dev.mixer.engine.rule;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.Slots;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells whose rules apply to a call: the caller's namespace for outbound calls, the destination's for all others. */
final class CallNamespace {
    private final int reporterKind;
    private final int sourceNamespace;
    private final int destinationNamespace;
    private final int serviceNamespace;
    private final int serviceHost;
    private final int service;
    private final int destinationUid;
    private final int destinationPrincipal;
    private final CallScope fallback;

    CallNamespace(Slots slots, String fallback) {
        this.reporterKind = slot(slots, "context.reporter.kind");
        this.sourceNamespace = slot(slots, "source.namespace");
        this.destinationNamespace = slot(slots, "destination.namespace");
        this.serviceNamespace = slot(slots, "destination.service.namespace");
        this.serviceHost = slot(slots, "destination.service.host");
        this.service = slot(slots, "destination.service");
        this.destinationUid = slot(slots, "destination.uid");
        this.destinationPrincipal = slot(slots, "destination.principal");
        this.fallback = new CallScope(fallback, true);
    }

    CallScope of(AttributeReader reader) {
        var namespace = "outbound".equals(reader.read(reporterKind)) ? text(reader, sourceNamespace) : inbound(reader);
        return namespace.isEmpty() ? fallback : new CallScope(namespace, false);
    }

    private String inbound(AttributeReader reader) {
        var found = text(reader, destinationNamespace);
        if (found.isEmpty()) {
            found = text(reader, serviceNamespace);
        }
        if (found.isEmpty()) {
            found = ofService(text(reader, serviceHost));
        }
        if (found.isEmpty()) {
            found = ofService(text(reader, service));
        }
        if (found.isEmpty()) {
            // kubernetes://POD.NAMESPACE
            var uid = text(reader, destinationUid);
            found = uid.substring(uid.lastIndexOf('.') + 1);
            found = found.equals(uid) ? "" : found;
        }
        return found.isEmpty() ? afterSegment(text(reader, destinationPrincipal), "ns") : found;
    }

    /** The namespace inside {@code NAME.NAMESPACE} or {@code NAME.NAMESPACE.svc…}; empty for any other host. */
    private static String ofService(String host) {
        int port = host.lastIndexOf(':');
        var name = host.substring(0, port < 0 ? host.length() : port).toLowerCase(Locale.ROOT);
        var labels = (name.endsWith(".") ? name.substring(0, name.length() - 1) : name).split("\\.", -1);
        return labels.length == 2 || (labels.length > 2 && labels[2].equals("svc")) ? labels[1] : "";
    }

    /** The segment of a SPIFFE path after the one given: {@code cluster.local/ns/NAMESPACE/sa/ACCOUNT}. */
    private static String afterSegment(String path, String segment) {
        var segments = path.split("/", -1);
        for (int i = 1; i + 1 < segments.length; i++) {
            if (segments[i].equals(segment)) {
                return segments[i + 1];
            }
        }
        return "";
    }

    private static String text(AttributeReader reader, int slot) {
        @Nullable Object value = reader.read(slot);
        return value instanceof String text ? text : "";
    }

    private static int slot(Slots slots, String name) {
        return slots.slot(slots.vocabulary().require(name));
    }
}
