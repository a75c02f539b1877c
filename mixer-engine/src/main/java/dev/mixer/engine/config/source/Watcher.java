package dev.mixer.engine.config.source;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * A thread that looks every POLL_MILLIS, or sooner when the operating system tells of a change. What it compares is cheap
 * (one stat for each file). A change is passed on when it has been still for STILL_MILLIS, so that half-written files are
 * not read, yet after LONGEST_MILLIS at the latest, so that a file that never rests does not block the others.
 */
/** Follows changes of files and folders. */
final class Watcher implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Watcher.class.getName());
    private static final long POLL_MILLIS = 250;
    private static final long STILL_MILLIS = 100;
    private static final long LONGEST_MILLIS = 500;
    /** How often files that move while they are read are read again before they are taken as they are. */
    private static final int MOST_READS = 5;
    /** File systems keep times no finer than this; a file changed within it is read again to be sure. */
    private static final long CLOCK_MILLIS = 100;

    private final List<Path> roots;
    private final FileReader reader;
    private final Consumer<ConfigFiles> listener;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("mixer-config-watch").unstarted(this::run);
    private volatile boolean closed;

    Watcher(List<Path> roots, FileReader reader, Consumer<ConfigFiles> listener) {
        this.roots = roots;
        this.reader = reader;
        this.listener = listener;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try (var events = new FolderEvents()) {
            follow(events);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(FolderEvents events) throws InterruptedException {
        Listing known = null;
        ConfigFiles told = null;
        boolean unsure = false;
        while (!closed) {
            Listing now = Walk.over(roots);
            events.follow(now.folders());
            if (known != null && !now.equals(known)) {
                now = settled(now);
            }
            if (unsure || !now.equals(known)) {
                long readAt = System.currentTimeMillis();
                ConfigFiles files = reader.read(now);
                Listing after = Walk.over(roots);
                for (int again = 0; again < MOST_READS && !closed && !after.equals(now); again++) {
                    // Something moved while the files were read: they may be half of the old and half of the new.
                    now = settled(after);
                    files = reader.read(now);
                    after = Walk.over(roots);
                }
                unsure = now.isNewerThan(readAt - CLOCK_MILLIS);
                known = now;
                if (!files.equals(told)) {
                    told = files;
                    tell(files);
                }
            }
            events.await(POLL_MILLIS);
        }
    }

    /** What is there once nothing has changed for a while. */
    private Listing settled(Listing first) throws InterruptedException {
        long start = System.nanoTime();
        Listing last = first;
        while (!closed) {
            TimeUnit.MILLISECONDS.sleep(STILL_MILLIS);
            Listing next = Walk.over(roots);
            boolean tooLong = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) >= LONGEST_MILLIS;
            if (next.equals(last) || tooLong) {
                return next;
            }
            last = next;
        }
        return last;
    }

    private void tell(@Nullable ConfigFiles files) {
        if (closed || files == null) {
            return;
        }
        try {
            listener.accept(files);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the new configuration could not be handed on", e);
        }
    }

    /*
     * No interrupt: the listener may be in the middle of a reload, which must end in its own way. The wait is short, as the
     * thread looks at least every POLL_MILLIS.
     */
    @Override
    public void close() {
        closed = true;
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
