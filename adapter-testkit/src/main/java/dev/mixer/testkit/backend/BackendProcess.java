package dev.mixer.testkit.backend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process that a test started. It ends with the test, and with the test's JVM should that die first. */
public final class BackendProcess implements AutoCloseable {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final String name;
    private final Process process;
    private final Path log;
    private final Thread hook;

    private BackendProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts a program whose output goes to {@code FOLDER/NAME.log}. */
    public static BackendProcess start(String name, Path folder, List<String> command) throws IOException {
        return start(name, folder, command, Map.of());
    }

    /** As {@link #start(String, Path, List)}, with more in its environment. */
    public static BackendProcess start(String name, Path folder, List<String> command, Map<String, String> environment)
            throws IOException {
        var log = folder.resolve(name + ".log");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new BackendProcess(name, builder.start(), log);
    }

    /** See {@link FreePorts#next()}. */
    public static int freePort() {
        return FreePorts.next();
    }

    /** Waits until {@code condition} is true; what it throws counts as not yet. */
    public BackendProcess await(String what, Duration limit, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new AssertionError(name + " ended with " + process.exitValue() + ":\n" + output());
            }
            try {
                if (condition.call()) {
                    return this;
                }
            } catch (Exception e) {
                // Not yet: connections are refused while the program starts.
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new AssertionError(name + ": not " + what + " within " + limit + ":\n" + output());
    }

    /** What the program has written so far. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks the program to end (SIGTERM) and answers its exit code. */
    public int terminate(Duration limit) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError(name + " did not end within " + limit + ":\n" + output());
        }
        return process.exitValue();
    }

    /** Sends a signal by its name, such as STOP (the program hangs) or CONT (it goes on). */
    public void signal(String signal) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (code != 0) {
            throw new AssertionError(name + ": kill -" + signal + " ended with " + code);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM ends already, and the hook with it.
        }
    }
}
