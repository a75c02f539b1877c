package dev.mixer.adapters.stdio;

import dev.mixer.spi.AdapterException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes whole batches to one target, each in one piece: the batch is the buffer, so that nothing waits in memory for a
 * failure that nobody would hear of. A handler and its successor share it; it closes with the last that holds it.
 */
final class LineWriter {
    private final ReentrantLock lock = new ReentrantLock();
    private final InstantSource clock;
    private Target target;
    private OutputStream out;
    private Instant begun;
    private int holders = 1;

    LineWriter(Target target, InstantSource clock) throws IOException {
        this.target = target;
        this.clock = clock;
        this.begun = target.begun(clock);
        this.out = target.open();
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

    void write(String lines) throws AdapterException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (holders == 0) {
                throw AdapterException.permanent(target + " is closed", null);
            }
            if (target.rotate(clock, begun)) {
                var rotated = out;
                begun = clock.instant();
                out = target.open();
                rotated.close();
            }
            out.write(lines.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw AdapterException.transientFailure("cannot write to " + target + ": " + e.getMessage(), e);
        } finally {
            lock.unlock();
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
