package dev.mixer.adapters.opa;

import dev.mixer.adapters.opa.source.InvalidPolicyException;
import dev.mixer.adapters.opa.source.Sha256;
import dev.mixer.adapters.opa.source.TableReader;
import dev.mixer.adapters.opa.value.RegoObject;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tables by their content: handlers that name equal files share one. Nobody's table is let go. Safe for all threads. */
final class TableLibrary {
    private record Content(ByteBuffer digest, boolean json) {}

    private final Map<Content, WeakReference<RegoObject>> kept = new ConcurrentHashMap<>();

    /**
     * The table in a file.
     *
     * @param limit how many bytes the file may have
     */
    RegoObject table(Path file, long limit) throws InvalidPolicyException, IOException {
        var bytes = TableReader.bytes(file, limit);
        var content = new Content(ByteBuffer.wrap(Sha256.of(bytes)), TableReader.isJson(file));
        var reference = kept.get(content);
        var known = reference == null ? null : reference.get();
        if (known == null) {
            known = TableReader.read(file, bytes);
            kept.values().removeIf(entry -> entry.refersTo(null));
            kept.put(content, new WeakReference<>(known));
        }
        return known;
    }
}
