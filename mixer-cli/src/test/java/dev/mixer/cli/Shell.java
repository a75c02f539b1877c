package dev.mixer.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import picocli.CommandLine.Help;

/** Runs commands without a process and keeps what they print. */
final class Shell {
    /** The adapters that the modules before this one built. */
    static final Path PLUGINS = Path.of("..", "target", "plugins");

    private Shell() {}

    /** What a command left behind. */
    record Result(int code, String out, String err) {}

    /** Runs a command as where no terminal is. */
    static Result run(String... arguments) {
        return run(false, arguments);
    }

    static Result run(boolean colours, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = MixerCommand.commandLine();
        line.setColorScheme(Help.defaultColorScheme(colours ? Help.Ansi.ON : Help.Ansi.OFF));
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        int code = line.execute(arguments);
        return new Result(code, out.toString(), err.toString());
    }

    /** A command that goes on until it is interrupted. */
    static final class Running implements AutoCloseable {
        private final StringWriter out = new StringWriter();
        private final StringWriter err = new StringWriter();
        private final AtomicInteger code = new AtomicInteger(-1);
        private final Thread thread;

        Running(String... arguments) {
            var line = MixerCommand.commandLine();
            line.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
            line.setOut(new PrintWriter(out, true));
            line.setErr(new PrintWriter(err, true));
            thread = Thread.ofPlatform().start(() -> code.set(line.execute(arguments)));
        }

        /** What it has printed. */
        String out() {
            return out.toString();
        }

        /** Waits until it has printed a text so many times. */
        void await(String text, int times) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while ((out + "\n" + err).split(Pattern.quote(text), -1).length <= times) {
                if (System.nanoTime() > end || !thread.isAlive()) {
                    throw new AssertionError("'" + text + "' was not printed " + times + " times:\n" + out + err);
                }
                Thread.sleep(10);
            }
        }

        /** Interrupts it; answers its exit code. */
        int stop() throws InterruptedException {
            thread.interrupt();
            thread.join();
            return code.get();
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }

    /** Runs a command with the adapters of this build. */
    static Result withAdapters(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(1, List.of("--plugins", PLUGINS.toString()));
        return run(all.toArray(String[]::new));
    }
}
