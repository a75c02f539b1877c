package dev.mixer.server.http;

import dev.mixer.engine.config.bind.Secrets;
import dev.mixer.engine.config.settings.TokenSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The token as it is now: looked at again when a second has passed, so that callers cannot make the host read faster. One
 * that cannot be read lets nobody in. Safe for use by many threads.
 */
final class CurrentToken {
    private static final System.Logger LOG = System.getLogger(CurrentToken.class.getName());
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TokenSource source;
    private final Secrets secrets;
    private final LongSupplier nanoTime;

    // Guarded by this.
    private byte @Nullable [] bytes;
    private long lookedAt;
    private boolean looked;
    private String complaint = "";

    CurrentToken(TokenSource source, Secrets secrets, LongSupplier nanoTime) {
        this.source = source;
        this.secrets = secrets;
        this.nanoTime = nanoTime;
    }

    /** Whether a caller shows the token; takes as long for a nearly right one as for a wrong one. */
    boolean isShownBy(String shown) {
        var expected = bytes();
        return expected != null && MessageDigest.isEqual(expected, shown.getBytes(StandardCharsets.UTF_8));
    }

    private synchronized byte @Nullable [] bytes() {
        long now = nanoTime.getAsLong();
        if (!looked || now - lookedAt >= LOOK_NANOS) {
            looked = true;
            lookedAt = now;
            look();
        }
        return bytes;
    }

    private void look() {
        try {
            bytes = source.read(secrets).reveal().getBytes(StandardCharsets.UTF_8);
            complaint = "";
        } catch (IOException e) {
            bytes = null;
            var fault = String.valueOf(e.getMessage());
            if (!fault.equals(complaint)) {
                complaint = fault;
                LOG.log(System.Logger.Level.ERROR, fault + "; until it is there, the HTTP interface lets nobody in");
            }
        }
    }
}
