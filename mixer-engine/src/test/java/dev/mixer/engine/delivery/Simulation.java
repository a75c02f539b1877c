package dev.mixer.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.config.spec.DeliverySpec.Ack;
import dev.mixer.engine.config.spec.DeliverySpec.WhenFull;
import dev.mixer.engine.config.spec.Durability;
import dev.mixer.engine.spool.Spool;
import dev.mixer.spi.DataSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * Lives of one handler: records come, the disk and the backend fail, the process or the machine ends at any moment and
 * starts again. A seed decides everything, so that a run can be had again.
 */
final class Simulation {
    private static final Pattern LETTER = Pattern.compile("\"content\":\"([^\"]*)\"");
    private static final Duration LONG = Duration.ofMinutes(5);

    private final SplittableRandom random;
    private final SimulatedLoop loop;
    private final SimulatedDisk disk;
    private final SimulatedBackend backend;
    private final DeliverySettings settings;
    private final long segmentBytes;
    private final boolean damages;
    private final Set<String> offered = new HashSet<>();
    private final Set<String> accepted = new HashSet<>();
    private boolean damaged;
    private boolean powerLost;
    private int crashes;
    private int number;
    private Store store;
    private Outbox outbox;

    Simulation(long seed) {
        random = new SplittableRandom(seed);
        loop = new SimulatedLoop(random.split());
        disk = new SimulatedDisk(random.split());
        backend = new SimulatedBackend(random.split(), loop);
        settings = settings();
        segmentBytes = random.nextLong(100, 2000);
        damages = random.nextInt(5) == 0;
        store = new MemoryStore(random.nextLong());
        outbox = outbox(store);
    }

    private DeliverySettings settings() {
        boolean small = random.nextBoolean();
        var policies = WhenFull.values();
        return new DeliverySettings(
                random.nextInt(6) == 0 ? Durability.MEMORY : Durability.SPOOL,
                random.nextBoolean() ? Ack.FSYNC : Ack.WRITE,
                Duration.ofMillis(random.nextInt(20)),
                new DataSize(small ? 2000 : 1 << 20),
                new DataSize(small ? 6000 : 1 << 20),
                policies[random.nextInt(policies.length)],
                random.nextInt(4) == 0 ? Duration.ofMinutes(10) : Duration.ZERO,
                Duration.ofMillis(random.nextInt(100)),
                Duration.ofMillis(100),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30));
    }

    /** What happened in all, for the log of a run. */
    record Told(int records, int crashes) {}

    Told run() throws IOException {
        boolean memory = settings.durability() == Durability.MEMORY;
        int lives = memory ? 1 : random.nextInt(1, 6);
        for (int life = 0; life < lives; life++) {
            live(memory);
        }
        finish();
        return new Told(accepted.size(), crashes);
    }

    private void live(boolean memory) throws IOException {
        if (!memory && random.nextInt(4) > 0) {
            disk.crashAfter(random.nextInt(1, 120));
        }
        try {
            open();
            for (int steps = random.nextInt(5, 80); steps > 0; steps--) {
                step();
                assertThat(outbox.books().balance()).as("%s", outbox.books()).isTrue();
                assertThat(outbox.books().waiting()).isEqualTo(store.waiting());
            }
            if (!memory && random.nextBoolean()) {
                heal();
                close();
            }
        } catch (SimulatedDisk.Crash e) {
            crashes++;
        }
        if (memory) {
            return;
        }
        loop.forget();
        backend.forget();
        heal();
        if (settings.ack() == Ack.FSYNC && random.nextBoolean()) {
            disk.powerLost();
            powerLost = true;
        } else {
            disk.processEnded();
        }
        if (damages && random.nextInt(3) == 0) {
            damaged |= disk.damage();
        }
    }

    private void open() throws IOException {
        store = settings.durability() == Durability.MEMORY
                ? new MemoryStore(random.nextLong())
                : new SpoolStore(Spool.open(disk, segmentBytes, random::nextLong));
        outbox = outbox(store);
        outbox.use(settings, backend);
    }

    private Outbox outbox(Store from) {
        return new Outbox("test", settings, from, disk, loop, new Silence());
    }

    private void step() {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4 -> offer();
            case 5, 6, 7 -> loop.advance(Duration.ofMillis(random.nextInt(200)));
            case 8 -> {
                backend.away(random.nextInt(3) == 0);
                backend.faults(random.nextInt(3) * 0.2);
            }
            case 9 -> disk.capacity(random.nextBoolean() ? 1 << 30 : random.nextInt(3000, 6000));
            case 10 -> disk.failing(random.nextInt(3) == 0);
            default -> {
                if (random.nextInt(4) == 0) {
                    outbox.use(settings, backend);
                } else if (random.nextInt(4) == 0) {
                    loop.setClock(Duration.ofHours(random.nextInt(-30, 30)));
                } else {
                    loop.advance(Duration.ofSeconds(random.nextInt(40)));
                }
            }
        }
    }

    private void offer() {
        var texts = new ArrayList<String>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            var kind = random.nextInt(15) == 0 ? SimulatedBackend.POISON : "r";
            texts.add(kind + number++ + ".".repeat(random.nextInt(80)));
        }
        offered.addAll(texts);
        var contents = texts.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        if (outbox.reserve(contents) instanceof Admission.Granted place) {
            if (random.nextInt(20) == 0) {
                place.release();
            } else {
                var _ = place.commit().thenRun(() -> accepted.addAll(texts));
            }
        }
    }

    private void heal() {
        disk.capacity(Long.MAX_VALUE);
        disk.failing(false);
        backend.away(false);
    }

    private void close() {
        var ended = outbox.close(Duration.ofSeconds(random.nextInt(10)));
        loop.advance(LONG);
        assertThat(ended).isCompleted();
    }

    /** With everything well again, whatever was accepted comes to its end. */
    private void finish() throws IOException {
        heal();
        backend.faults(0);
        if (settings.durability() == Durability.SPOOL) {
            open();
        }
        for (int i = 0; i < 100 && (i < 2 || outbox.books().waiting() > 0); i++) {
            loop.advance(LONG);
        }
        var books = outbox.books();
        assertThat(books.waiting()).as("%s", books).isZero();
        assertThat(books.balance()).as("%s", books).isTrue();
        assertThat(store.bytes()).as("room").isLessThanOrEqualTo(segmentBytes + 10_000);

        var seen = new HashSet<>(backend.arrived().values());
        var letters = letters();
        seen.addAll(letters);
        assertThat(offered).as("nothing is made up").containsAll(seen);
        var missing = new HashSet<>(accepted);
        missing.removeAll(seen);
        boolean mayDrop =
                settings.whenFull() != WhenFull.REFUSE || settings.maxAge().isPositive() || damaged;
        if (mayDrop) {
            assertThat(missing.size()).as("missing %s of %s", missing, books).isLessThanOrEqualTo((int)
                    books.droppedInAll());
        } else {
            assertThat(missing).as("missing of %s", books).isEmpty();
            // What the machine lost before anybody was told that it is accepted may be counted as damaged.
            assertThat(books.droppedInAll() == 0 || powerLost).as("%s", books).isTrue();
        }
        assertThat(seen.size()).isGreaterThanOrEqualTo((int) (books.delivered() + books.setAside()));
        close();
    }

    private List<String> letters() throws IOException {
        var found = new ArrayList<String>();
        for (var name : disk.list()) {
            if (name.endsWith(".jsonl")) {
                var matcher = LETTER.matcher(disk.text(name));
                while (matcher.find()) {
                    found.add(matcher.group(1));
                }
            }
        }
        assertThat(found).allMatch(text -> text.startsWith(SimulatedBackend.POISON));
        return found;
    }

    /** Thousands of lives say the same things. */
    private static final class Silence implements System.Logger {
        @Override
        public String getName() {
            return "simulation";
        }

        @Override
        public boolean isLoggable(Level level) {
            return false;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {}

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... values) {}
    }
}
