package dev.mixer.server.front.accesslog;

import dev.mixer.envoy.PeerName;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogCommon;
import io.envoyproxy.envoy.data.accesslog.v3.AccessLogType;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.data.accesslog.v3.TCPAccessLogEntry;
import io.envoyproxy.envoy.data.accesslog.v3.TLSProperties.CertificateProperties;
import io.envoyproxy.envoy.data.accesslog.v3.TLSProperties.CertificateProperties.SubjectAltName.SanCase;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a log, of one kind or the other.
 *
 * @param common what both kinds have
 * @param http null for a TCP connection
 * @param tcp null for an HTTP request
 */
record LogEntry(
        Reporter reporter,
        AccessLogCommon common,
        @Nullable HTTPAccessLogEntry http,
        @Nullable TCPAccessLogEntry tcp) {
    /** Istio's clusters are named {@code outbound|PORT|SUBSET|HOST}. */
    private static final String OUTBOUND = "outbound|";

    static LogEntry of(Reporter reporter, HTTPAccessLogEntry entry) {
        return new LogEntry(reporter, entry.getCommonProperties(), entry, null);
    }

    static LogEntry of(Reporter reporter, TCPAccessLogEntry entry) {
        return new LogEntry(reporter, entry.getCommonProperties(), null, entry);
    }

    /** Whether the reporter is the caller's sidecar. */
    boolean isOutbound() {
        return common.getUpstreamCluster().startsWith(OUTBOUND);
    }

    /** Whether a connection goes on after this entry. */
    boolean isUnfinished() {
        return common.getAccessLogType() == AccessLogType.TcpPeriodic
                || common.getAccessLogType() == AccessLogType.TcpUpstreamConnected;
    }

    @Nullable
    PeerName peer() {
        return name(common.getTlsProperties().getPeerCertificateProperties());
    }

    @Nullable
    PeerName local() {
        return name(common.getTlsProperties().getLocalCertificateProperties());
    }

    /** The first URI of a certificate, else its first DNS name, else its subject: the order of Envoy's own principal. */
    private static @Nullable PeerName name(CertificateProperties certificate) {
        var names = certificate.getSubjectAltNameList();
        for (var name : names) {
            if (name.getSanCase() == SanCase.URI) {
                return PeerName.of(name.getUri());
            }
        }
        for (var name : names) {
            if (name.getSanCase() == SanCase.DNS) {
                return PeerName.of(name.getDns());
            }
        }
        return PeerName.of(certificate.getSubject());
    }
}
