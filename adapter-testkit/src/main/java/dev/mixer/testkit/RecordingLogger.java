package dev.mixer.testkit;

import java.text.MessageFormat;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what is logged. */
final class RecordingLogger implements System.Logger {
    private final List<TestHost.LogLine> lines = new CopyOnWriteArrayList<>();

    @Override
    public String getName() {
        return "test";
    }

    @Override
    public boolean isLoggable(Level level) {
        return true;
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
        lines.add(new TestHost.LogLine(level, message, thrown));
    }

    @Override
    public void log(
            Level level, @Nullable ResourceBundle bundle, String format, @Nullable Object @Nullable ... parameters) {
        var text = parameters == null || parameters.length == 0 ? format : MessageFormat.format(format, parameters);
        lines.add(new TestHost.LogLine(level, text, null));
    }

    List<TestHost.LogLine> lines() {
        return List.copyOf(lines);
    }
}
