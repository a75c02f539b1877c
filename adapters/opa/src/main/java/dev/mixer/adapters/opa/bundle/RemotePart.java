package dev.mixer.adapters.opa.bundle;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.mixer.adapters.opa.source.Bundle;
import dev.mixer.adapters.opa.source.BundleReader;
import dev.mixer.adapters.opa.source.InvalidPolicyException;
import dev.mixer.adapters.opa.source.Sha256;
import dev.mixer.spi.Host;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A bundle on a web server, asked for as OPA does it: with the entity tag of the last answer, at random pauses, or by requests that the
 * server answers when there is something new. Source: the page "Bundles" of OPA's documentation.
 */
public final class RemotePart implements Part {
    /** What a server says that answers late, where it is asked to. */
    private static final String WAITS = "application/vnd.openpolicyagent.bundles";

    /** Between requests that wait, so that a server that does not wait is not asked without end. */
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);

    private final BundleReader reader;
    private final HttpFetch fetch;
    private final Polling polling;
    private final Optional<Kept> kept;
    private final Host host;
    private final Repetition repetition;

    private volatile @Nullable Held held;
    private volatile String trouble = "has not been fetched yet";

    // Of the one fetch that may be under way.
    private Runnable changed = () -> {};
    private @Nullable String version;
    private String rejection = "";
    private boolean waits;

    // Of whoever reads, one at a time.
    private @Nullable Held given;

    private String keptDigest = "";

    /**
     * When to ask.
     *
     * @param least the shortest pause
     * @param most the longest pause, also while the server fails
     * @param patience how long the server may take to answer where it can tell news at once; empty: it is not asked to
     */
    public record Polling(Duration least, Duration most, Optional<Duration> patience) {}

    /**
     * A bundle that was read.
     *
     * @param state another object for each other content
     * @param digest of the archive that came last: the bundle's own, or of what changed it (a delta)
     * @param archive the archive that came last
     * @param old whether it is of an earlier run
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by identity
    private record Held(Bundle bundle, Object state, String digest, byte[] archive, boolean old) {}

    /** @param keep whether the bundle is kept for a start without the server */
    public RemotePart(BundleReader reader, HttpFetch fetch, Polling polling, boolean keep, Host host) {
        this.reader = reader;
        this.fetch = fetch;
        this.polling = polling;
        this.kept = keep ? Optional.of(new Kept(host::folder, reader.name(), fetch.uri())) : Optional.empty();
        this.host = host;
        this.waits = polling.patience().isPresent(); // until it says otherwise
        this.repetition = new Repetition(host.scheduler(), new Fetching(), polling.most());
        kept.ifPresent(this::restore);
    }

    private void restore(Kept file) {
        try {
            var archive = file.read();
            if (archive.isPresent()) {
                keptDigest = Sha256.hex(archive.get());
                held = new Held(reader.ofArchive(archive.get()), new Object(), keptDigest, archive.get(), true);
                trouble = "is the one that was kept from an earlier run";
            }
        } catch (InvalidPolicyException | IOException e) {
            host.logger().log(WARNING, "bundle {0} was kept, but cannot be used: {1}", name(), e.getMessage());
        }
    }

    @Override
    public String name() {
        return reader.name();
    }

    @Override
    public Object version() {
        var now = held;
        return now == null ? "" : now.state();
    }

    @Override
    public Optional<Bundle> read() {
        var now = held;
        given = now;
        return Optional.ofNullable(now).map(Held::bundle);
    }

    @Override
    public String trouble() {
        return trouble;
    }

    @Override
    public void start(Runnable whenChanged) {
        changed = whenChanged;
        repetition.start();
    }

    @Override
    public void activated() {
        var now = given;
        if (now == null || kept.isEmpty() || now.digest().equals(keptDigest)) {
            return;
        }
        try {
            kept.get().write(now.archive());
            keptDigest = now.digest();
        } catch (IOException e) {
            host.logger().log(WARNING, "bundle {0} cannot be kept for the next start: {1}", name(), e.toString());
        }
    }

    @Override
    public void close() {
        repetition.close();
        fetch.close();
    }

    private final class Fetching implements Repetition.Work {
        @Override
        public Duration run() throws IOException, InterruptedException {
            var wait = waits ? polling.patience() : Optional.<Duration>empty();
            var prefer = (takesDeltas() ? "modes=snapshot,delta" : "modes=snapshot")
                    + wait.map(time -> ";wait=" + time.toSeconds()).orElse("");
            switch (fetch.fetch(version, Map.of("Prefer", prefer), wait.orElse(Duration.ZERO))) {
                case HttpFetch.Unchanged() -> unchanged();
                case HttpFetch.Content content -> {
                    waits = polling.patience().isPresent() && content.type().equals(WAITS);
                    var before = version;
                    version = content.version();
                    take(content.body(), before);
                }
            }
            return waits ? LEAST_PAUSE : Repetition.between(polling.least(), polling.most());
        }

        @Override
        public void failed(String reason) {
            count("failed");
            version = null; // as OPA does: whatever broke, the next answer is a whole one
            blame(reason);
        }
    }

    /** A delta can neither be signed nor be kept for a start without the server. */
    private boolean takesDeltas() {
        return kept.isEmpty() && reader.signatures().isEmpty();
    }

    /** @param asked which version the server was told that is here; null: none */
    private void take(byte[] archive, @Nullable String asked) {
        var digest = Sha256.hex(archive);
        var before = held;
        if (before != null && before.digest().equals(digest)) {
            rejection = "";
            if (before.old()) {
                held = new Held(before.bundle(), before.state(), digest, before.archive(), false);
            }
            unchanged();
            return;
        }
        try {
            var bundle = before != null && asked != null && takesDeltas()
                    ? reader.ofArchive(archive, before.bundle())
                    : reader.ofArchive(archive);
            held = new Held(bundle, new Object(), digest, archive, false);
            rejection = "";
            trouble = "";
            count("loaded");
        } catch (InvalidPolicyException e) {
            rejection = "the new one was rejected: " + e.getMessage();
            count("rejected");
            blame(rejection);
            if (takesDeltas()) {
                version = null; // what comes next must not rest on what was not taken
            }
            return;
        }
        host.logger().log(INFO, "bundle {0} has been fetched", name());
        changed.run();
    }

    /** The version that was seen last may be one that was rejected; then what is held is not what the server has. */
    private void unchanged() {
        count("unchanged");
        if (rejection.isEmpty()) {
            trouble = "";
        } else {
            blame(rejection);
        }
    }

    private void blame(String reason) {
        var before = trouble;
        var now = held;
        trouble = now == null
                ? "is not there yet: " + reason
                : (now.old() ? "is the one that was kept from an earlier run: " : "is an older one: ") + reason;
        if (!trouble.equals(before)) {
            host.logger().log(WARNING, "bundle {0} {1}", name(), trouble);
        }
    }

    private void count(String result) {
        host.meters()
                .counter("opa_bundle_fetches", "Attempts to fetch bundles.", "bundle", name(), "result", result)
                .add(1);
    }
}
