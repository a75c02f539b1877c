package dev.mixer.engine.config.source;

import dev.mixer.engine.config.yaml.YamlLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Files and folders. Of a folder all {@code *.yaml}, {@code *.yml} and {@code *.json} files count, at any depth, hidden
 * ones and what editors leave behind excepted. A change shows within a second.
 */
public final class FolderSource implements ConfigSource {
    private final List<Path> roots;
    private final FileReader reader;
    private @Nullable Watcher watcher;
    private boolean closed;

    /** A source over {@code roots} with the host's limits. */
    public FolderSource(List<Path> roots) {
        this(roots, YamlLimits.DEFAULT);
    }

    /** A source over {@code roots}; a file beyond {@code limits.size()} is a problem and is not read. */
    public FolderSource(List<Path> roots, YamlLimits limits) {
        this.roots = List.copyOf(roots);
        this.reader = new FileReader(limits);
    }

    @Override
    public ConfigFiles read() {
        return reader.read(Walk.over(roots));
    }

    @Override
    public synchronized void watch(Consumer<ConfigFiles> listener) {
        if (closed || watcher != null) {
            throw new IllegalStateException(closed ? "the source is closed" : "the source is watched already");
        }
        watcher = new Watcher(roots, reader, listener);
        watcher.start();
    }

    @Override
    public void close() {
        Watcher running;
        synchronized (this) {
            closed = true;
            running = watcher;
            watcher = null;
        }
        if (running != null) {
            running.close();
        }
    }
}
