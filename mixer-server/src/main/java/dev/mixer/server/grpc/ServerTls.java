package dev.mixer.server.grpc;

import dev.mixer.engine.config.bind.CertificateReview;
import dev.mixer.engine.config.settings.TlsFiles;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The certificate of the port and the authorities of its clients. The files are looked at every second, by content:
 * new connections see a change, existing ones go on. What cannot be used leaves the earlier state in force.
 */
final class ServerTls implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ServerTls.class.getName());
    private static final long LOOK_MILLIS = 1000;

    private final TlsFiles files;
    private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
    private final @Nullable AdvancedTlsX509TrustManager trust;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(ServerTls::daemon);

    // Of the timer's thread alone, once it runs.
    private TlsMaterial inForce;
    private String complaint = "";
    private boolean complained;
    private String warning = "";

    private ServerTls(TlsFiles files, TlsMaterial material) throws GeneralSecurityException, IOException {
        this.files = files;
        this.inForce = material;
        this.trust = files.clientCa() == null
                ? null
                : AdvancedTlsX509TrustManager.newBuilder().build();
        this.warning = CertificateReview.fault(material.chain(), Instant.now()).orElse("");
        use(material);
    }

    /**
     * Reads the files and goes on to watch them.
     *
     * @throws IOException with one line that names setting and file
     */
    static ServerTls open(TlsFiles files) throws IOException {
        try {
            var tls = new ServerTls(files, TlsMaterial.read(files));
            var _ = tls.timer.scheduleWithFixedDelay(tls::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            return tls;
        } catch (GeneralSecurityException e) {
            throw new IOException("tls: the certificates cannot be used: " + e.getMessage(), e);
        }
    }

    ServerCredentials credentials() {
        var credentials = TlsServerCredentials.newBuilder().keyManager(keys);
        if (trust != null) {
            credentials.trustManager(trust).clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
        }
        return credentials.build();
    }

    private void use(TlsMaterial material) throws GeneralSecurityException, IOException {
        if (trust != null) {
            trust.updateTrustCredentials(material.authorityArray());
        }
        keys.updateIdentityCredentials(material.chainArray(), material.key());
    }

    private void look() {
        warn();
        try {
            var next = TlsMaterial.read(files);
            complaint = "";
            if (!next.equals(inForce)) {
                use(next);
                inForce = next;
                LOG.log(System.Logger.Level.INFO, "the changed certificates of the gRPC port are in force");
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            complain(String.valueOf(e.getMessage()));
        }
    }

    /** Once when the certificate ends, or when one is put in its place that is no better; the start tells by itself. */
    private void warn() {
        var found = CertificateReview.fault(inForce.chain(), Instant.now()).orElse("");
        if (!found.equals(warning) && !found.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "tls.certificate: the file " + files.certificate() + " " + found);
        }
        warning = found;
    }

    /** Once for each fault, and only when a second look finds it too: files are seldom replaced all at one moment. */
    private void complain(String fault) {
        if (!fault.equals(complaint)) {
            complaint = fault;
            complained = false;
        } else if (!complained) {
            complained = true;
            LOG.log(System.Logger.Level.ERROR, fault + "; the earlier certificates of the gRPC port stay in force");
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "certificates");
        thread.setDaemon(true);
        return thread;
    }
}
