package dev.mixer.adapters.opa.wasm;

import static java.util.Objects.requireNonNull;

import dev.mixer.adapters.opa.builtin.DecisionContext;
import dev.mixer.adapters.opa.builtin.Rehearsal;
import dev.mixer.adapters.opa.value.RegoValue;
import dev.mixer.adapters.opa.wasm.PolicyFailedException.Kind;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * One policy with its data, for calls from many threads: lends each call an instance, ends calls that take too long, and replaces
 * instances that failed. Safe for all threads; no lock is on the way of a call while an instance is free.
 *
 * <p>Other data or another policy is another engine: make it, {@link #warmUp} it, swap it in, and close the old one after its last
 * call. For small changes there are {@link #putData} and {@link #removeData}.
 */
public final class PolicyEngine implements AutoCloseable {
    private final PolicyCode code;
    private final EngineSettings settings;
    private final Watchdog watchdog;
    private final DataLog data;
    private final long timeLimit;

    /** As many permits as there are slots in {@link #free}, so that whoever has one finds a slot. */
    private final Semaphore permits;

    private final AtomicReferenceArray<Slot> free;
    private final AtomicLong replaced = new AtomicLong();
    private volatile boolean closed;

    /**
     * An engine whose instances are made when they are first needed.
     *
     * @param data a JSON object in UTF-8, already checked
     */
    public PolicyEngine(PolicyCode code, byte[] data, EngineSettings settings, Watchdog watchdog) {
        this.code = code;
        this.settings = settings;
        this.watchdog = watchdog;
        this.data = new DataLog(data);
        timeLimit = settings.timeLimit().toNanos();
        permits = new Semaphore(settings.instances(), true); // whoever waits is next, or would starve under load
        free = new AtomicReferenceArray<>(settings.instances());
        for (int i = 0; i < free.length(); i++) {
            var slot = new Slot(code, settings, this.data);
            watchdog.add(slot.run());
            free.set(i, slot);
        }
    }

    /**
     * Makes every instance and lets each decide {@code rounds} times on each input, so that later calls find the data read and the
     * code compiled by the JVM. Failures of these decisions mean nothing; takes as long as it takes.
     *
     * @param inputs as for {@link #evaluate}
     * @throws PolicyFailedException if an instance cannot be made: the data needs more memory than it may have
     */
    public void warmUp(int entrypoint, List<byte[]> inputs, int rounds) throws PolicyFailedException {
        for (var name : code.policy().builtins().keySet()) {
            var builtin = settings.builtins().find(name);
            if (builtin != null) {
                builtin.warmUp();
            }
        }
        for (int i = 0; i < free.length(); i++) {
            permits.acquireUninterruptibly();
            Slot slot;
            try {
                slot = take(i);
            } catch (RuntimeException e) {
                permits.release();
                throw e;
            }
            try {
                slot.prepare();
            } finally {
                giveBack(slot);
            }
            Rehearsal.run(() -> rehearse(entrypoint, inputs, rounds));
        }
    }

    private void rehearse(int entrypoint, List<byte[]> inputs, int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (var input : inputs) {
                try {
                    evaluate(entrypoint, input, input.length);
                } catch (PolicyFailedException e) {
                    // made-up inputs may lead anywhere
                }
            }
        }
    }

    /**
     * Decides, on the calling thread.
     *
     * @param entrypoint a number of {@link PolicyModule#entrypoints}
     * @param input valid JSON or value text in UTF-8; of length 0 for no input
     * @param length how many bytes of {@code input} count
     */
    public PolicyResult evaluate(int entrypoint, byte[] input, int length) throws PolicyFailedException {
        long deadline = System.nanoTime() + timeLimit;
        if (permits.hasQueuedThreads() || !permits.tryAcquire()) {
            await(deadline);
        }
        if (closed) {
            permits.release();
            throw new PolicyFailedException(Kind.CLOSED, "the policy is not in force any more");
        }
        var slot = take((int) Thread.currentThread().threadId());
        var run = slot.run();
        try {
            slot.prepare(); // outside of the time limit: reading the data again is not the policy's doing
            long end = Math.max(deadline, System.nanoTime() + timeLimit / 2);
            run.begin(end);
            watchdog.wake();
            boolean over;
            PolicyResult result = null;
            PolicyFailedException failure = null;
            try {
                result = slot.evaluate(entrypoint, input, length);
            } catch (PolicyFailedException e) {
                failure = e;
            } finally {
                over = run.end() || System.nanoTime() - end > 0; // the watchdog may be late as well
            }
            if (failure != null && failure.kind() != Kind.INTERRUPTED) {
                throw failure;
            }
            if (over) {
                throw timedOut(); // perhaps it came to its end while it was being ended
            }
            if (failure != null) {
                throw failure;
            }
            return requireNonNull(result);
        } finally {
            giveBack(slot);
        }
    }

    private PolicyFailedException timedOut() {
        return new PolicyFailedException(
                Kind.TIMED_OUT,
                "the policy takes longer than " + settings.timeLimit().toMillis() + " ms");
    }

    private void await(long deadline) throws PolicyFailedException {
        try {
            if (!permits.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new PolicyFailedException(
                        Kind.BUSY, "all " + settings.instances() + " instances of the policy were in use");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PolicyFailedException(Kind.INTERRUPTED, "the policy was interrupted");
        }
    }

    /** Takes a free slot, which exists since the caller has a permit; a thread tries the same one first, whose memory its processor may have near. */
    private Slot take(int hint) {
        int slots = free.length();
        int at = Math.floorMod(hint, slots);
        while (true) {
            for (int i = 0; i < slots; i++) {
                var slot = free.getAndSet(at, null);
                if (slot != null) {
                    return slot;
                }
                at = at + 1 == slots ? 0 : at + 1;
            }
            Thread.onSpinWait(); // another thread is between its permit and its slot
        }
    }

    private void giveBack(Slot slot) {
        if (slot.discardIfBroken()) {
            replaced.incrementAndGet();
            if (!closed) {
                Thread.ofPlatform().daemon().name("opa-replacement").start(() -> replace(slot));
                return;
            }
        }
        putBack(slot);
    }

    /** Makes another instance, aside from calls; where that fails, the next call of the slot tries again and tells why. */
    private void replace(Slot slot) {
        try {
            slot.prepare();
        } catch (PolicyFailedException e) {
            slot.close();
        } finally {
            putBack(slot);
        }
    }

    private void putBack(Slot slot) {
        int at = Math.floorMod((int) Thread.currentThread().threadId(), free.length());
        while (!free.compareAndSet(at, null, slot)) {
            at = at + 1 == free.length() ? 0 : at + 1;
        }
        permits.release();
    }

    /**
     * Sets one place in the data for all decisions that begin after this returns. Each change costs memory in every instance until the engine is
     * replaced.
     *
     * @param path at least one key
     */
    public void putData(List<String> path, RegoValue value) {
        data.put(path, value);
    }

    /** Removes one place from the data for all decisions that begin after this returns; does nothing where there is none. */
    public void removeData(List<String> path) {
        data.remove(path);
    }

    /** The policy that this engine evaluates. */
    public PolicyModule policy() {
        return code.policy();
    }

    /** How many instances failed and were thrown away so far. */
    public long replacements() {
        return replaced.get();
    }

    /** The memory of all instances that are not in use just now, in pages of {@link InstanceLimits#PAGE} bytes. */
    public long memoryPages() {
        long pages = 0;
        for (int i = 0; i < free.length(); i++) {
            var slot = free.get(i);
            pages += slot == null ? 0 : slot.memoryPages();
        }
        return pages;
    }

    /** Refuses calls from now on; those that run come to their end. */
    @Override
    public void close() {
        closed = true;
        for (int i = 0; i < free.length(); i++) {
            permits.acquireUninterruptibly();
            var slot = take(i);
            watchdog.remove(slot.run());
            slot.close();
            putBack(slot);
        }
    }

    /** What builtins of one instance know of its decisions. */
    static DecisionContext context(EngineSettings settings) {
        return new DecisionContext(settings.clock(), settings.random(), settings.builtinLimits());
    }
}
