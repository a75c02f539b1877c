package dev.mixer.engine.rule;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.Slots;

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
    private final String fallback;

    CallNamespace(Slots slots, String fallback) {
        this.reporterKind = slot(slots, "context.reporter.kind");
        this.sourceNamespace = slot(slots, "source.namespace");
        this.destinationNamespace = slot(slots, "destination.namespace");
        this.serviceNamespace = slot(slots, "destination.service.namespace");
        this.serviceHost = slot(slots, "destination.service.host");
        this.service = slot(slots, "destination.service");
        this.destinationUid = slot(slots, "destination.uid");
        this.destinationPrincipal = slot(slots, "destination.principal");
        this.fallback = fallback;
    }

    String of(AttributeReader reader) {
        if ("outbound".equals(reader.read(reporterKind))) {
            return reader.read(sourceNamespace) instanceof String namespace && !namespace.isEmpty()
                    ? namespace
                    : fallback;
        }
        if (reader.read(destinationNamespace) instanceof String namespace && !namespace.isEmpty()) {
            return namespace;
        }
        if (reader.read(serviceNamespace) instanceof String namespace && !namespace.isEmpty()) {
            return namespace;
        }
        var found = label(reader.read(serviceHost), 1);
        if (found.isEmpty()) {
            found = label(reader.read(service), 1);
        }
        if (found.isEmpty() && reader.read(destinationUid) instanceof String uid) {
            // kubernetes://POD.NAMESPACE
            int dot = uid.lastIndexOf('.');
            found = dot < 0 ? "" : uid.substring(dot + 1);
        }
        if (found.isEmpty() && reader.read(destinationPrincipal) instanceof String principal) {
            found = afterSegment(principal, "ns");
        }
        return found.isEmpty() ? fallback : found;
    }

    private static String label(@org.jspecify.annotations.Nullable Object host, int index) {
        if (!(host instanceof String text)) {
            return "";
        }
        var labels = text.split("\\.", -1);
        return labels.length > index ? labels[index] : "";
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

    private static int slot(Slots slots, String name) {
        return slots.slot(slots.vocabulary().require(name));
    }
}
