package dev.mixer.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** Runs work on several threads that start as one, and waits for them with a limit. */
final class Together {
    private static final long LIMIT_MILLIS = 20_000;

    private Together() {}

    /** Work that may fail in any way. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** What the threads threw; an AssertionError if one does not end in time. */
    static List<Throwable> run(int threads, Work work) throws InterruptedException {
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        var start = new CountDownLatch(1);
        var started = new ArrayList<Thread>();
        for (int i = 0; i < threads; i++) {
            started.add(Thread.ofPlatform().name("caller-" + i).daemon().start(() -> {
                try {
                    start.await();
                    work.run();
                } catch (Throwable e) { // also errors: the test is there to see them
                    failures.add(e);
                }
            }));
        }
        start.countDown();
        for (var thread : started) {
            thread.join(LIMIT_MILLIS);
            if (thread.isAlive()) {
                throw new AssertionError("a call has not come back within " + LIMIT_MILLIS + " ms, from "
                        + List.of(thread.getStackTrace()));
            }
        }
        return List.copyOf(failures);
    }

    static Set<Thread> alive() {
        return Set.copyOf(Thread.getAllStackTraces().keySet());
    }

    /** The JDK's own threads that wait for ended processes live on for a while, and are nobody's. */
    static List<String> startedSince(Set<Thread> before) {
        return alive().stream()
                .filter(thread -> !before.contains(thread) && thread.isAlive())
                .map(Thread::getName)
                .filter(name -> !name.startsWith("process reaper"))
                .toList();
    }
}
