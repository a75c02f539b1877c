package dev.mixer.adapters.redisquota;

import dev.mixer.adapters.redisquota.QuotaJob.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link QuotaHost} in a Java of its own. It ends when its input does, so it outlives no test. */
final class QuotaHostProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;

    private QuotaHostProcess(Process process) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static QuotaHostProcess start(String redisUrl) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = List.of(
                java,
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                QuotaHost.class.getName(),
                redisUrl);
        return new QuotaHostProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Returns when the process is ready. */
    void awaitReady() throws IOException {
        if (!read().isEmpty()) {
            throw new AssertionError("answers before there was a job");
        }
    }

    void begin(QuotaJob job) throws IOException {
        process.getOutputStream().write((job + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** The answers of the job that was begun. */
    List<Answer> read() throws IOException {
        var read = new ArrayList<Answer>();
        for (var line = answers.readLine(); !QuotaHost.END.equals(line); line = answers.readLine()) {
            if (line == null) {
                throw new AssertionError("the host process has ended");
            }
            if (Character.isDigit(line.charAt(0))) {
                read.add(Answer.parse(line));
            }
        }
        return read;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
