package dev.mixer.adapters.stdio;

import dev.mixer.spi.AdapterException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Writes whole batches to one target, each in one piece: the batch is the buffer, so that nothing waits in memory for a
 * failure that nobody would hear of. A handler and its successor share it; it closes with the last that holds it.
 */
final class LineWriter {
    private final ReentrantLock lock = new ReentrantLock();

    /** Held while files are packed, so that two rotations do not pack the same one. */
    private final ReentrantLock compressing = new ReentrantLock();

    private final InstantSource clock;
    private Target target;
    private OutputStream out;
    private Instant begun;
    private Object identity;
    private int holders = 1;

    LineWriter(Target target, InstantSource clock) throws IOException {
        this.target = target;
        this.clock = clock;
        this.begun = target.begun(clock);
        this.out = target.open();
        this.identity = target.identity();
    }

    private void open() throws IOException {
        var before = out;
        begun = target.begun(clock);
        out = target.open();
        identity = target.identity();
        before.close();
    }

    /** Takes part in this writer under edited limits; false if it writes elsewhere or has closed. */
    boolean join(Target edited) {
        lock.lock();
        try {
            if (holders == 0 || !target.isSameAs(edited)) {
                return false;
            }
            target = edited;
            holders++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** @param later runs work that may take long */
    void write(String lines, Consumer<Runnable> later) throws AdapterException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (holders == 0) {
                throw AdapterException.permanent(target + " is closed", null);
            }
            if (!identity.equals(target.identity())) {
                open();
            }
            if (target.rotate(clock, begun)) {
                open();
                if (target.compresses()) {
                    later.accept(this::compress);
                }
            }
            out.write(lines.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw AdapterException.transientFailure("cannot write to " + target + ": " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    private void compress() {
        Target now;
        lock.lock();
        try {
            now = target;
        } finally {
            lock.unlock();
        }
        compressing.lock();
        try {
            now.compress();
        } catch (IOException e) {
            throw new UncheckedIOException("rotated files cannot be packed; they stay as they are", e);
        } finally {
            compressing.unlock();
        }
    }

    void leave() throws IOException {
        lock.lock();
        try {
            if (--holders == 0) {
                out.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
