package dev.mixer.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.config.bind.Secrets;
import dev.mixer.engine.config.settings.TokenSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurrentTokenTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 10);
    private final AtomicInteger reads = new AtomicInteger();
    private Path file;
    private CurrentToken token;

    @BeforeEach
    void write(@TempDir Path folder) throws IOException {
        file = Files.writeString(folder.resolve("token"), "first\n");
        token = new CurrentToken(new TokenSource(file, null), new Counted(), clock::get);
    }

    @Test
    void aReplacedTokenCountsASecondLater() throws IOException {
        assertThat(token.isShownBy("first")).isTrue();
        Files.writeString(file, "other\n");

        pass(Duration.ofMillis(999));
        assertThat(token.isShownBy("first")).isTrue();
        pass(Duration.ofMillis(1));
        assertThat(token.isShownBy("first")).isFalse();
        assertThat(token.isShownBy("other")).isTrue();
    }

    @Test
    void callersCannotMakeTheHostReadFaster() {
        for (int i = 0; i < 100; i++) {
            assertThat(token.isShownBy("guess" + i)).isFalse();
        }
        assertThat(reads).hasValue(1);
    }

    @Test
    void aTokenThatIsGoneOrEmptyLetsNobodyInUntilItIsBack() throws IOException {
        assertThat(token.isShownBy("first")).isTrue();
        Files.delete(file);
        pass(Duration.ofSeconds(1));
        assertThat(token.isShownBy("first")).isFalse();

        Files.writeString(file, "\n");
        pass(Duration.ofSeconds(1));
        assertThat(token.isShownBy("")).isFalse();

        Files.writeString(file, "first");
        pass(Duration.ofSeconds(1));
        assertThat(token.isShownBy("first")).isTrue();
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private final class Counted implements Secrets {
        @Override
        public Optional<String> environment(String name) {
            return Optional.empty();
        }

        @Override
        public String file(Path path) throws IOException {
            reads.incrementAndGet();
            return Secrets.ofProcess().file(path);
        }
    }
}
