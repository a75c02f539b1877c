package dev.mixer.engine.delivery;

import dev.mixer.spi.AdapterException.Kind;
import dev.mixer.spi.Parcel;
import dev.mixer.spi.Receipt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** A backend that answers late, twice, in part, wrongly or never; it refuses what says that it is poison. */
final class SimulatedBackend implements Courier {
    static final String POISON = "poison";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private final SimulatedLoop loop;
    private final Map<String, String> arrived = new LinkedHashMap<>();
    private double faults;
    private boolean away;
    private int underWay;

    SimulatedBackend(RandomGenerator random, SimulatedLoop loop) {
        this.random = random;
        this.loop = loop;
    }

    void faults(double share) {
        faults = share;
    }

    void away(boolean isAway) {
        away = isAway;
    }

    /** The records that arrived, id to content, in the order in which they did first. */
    Map<String, String> arrived() {
        return arrived;
    }

    /** The process that sent is gone. */
    void forget() {
        underWay = 0;
    }

    @Override
    public void send(List<Parcel> batch, Consumer<Outcome> end) {
        if (underWay++ > 0) {
            throw new AssertionError("two batches at once");
        }
        var outcome = outcome(batch);
        boolean hangs = outcome instanceof Outcome.Failed && random.nextInt(4) == 0;
        var delay = hangs ? LIMIT : Duration.ofMillis(random.nextInt(20));
        loop.after(delay, () -> {
            underWay--;
            end.accept(outcome);
        });
    }

    private Outcome outcome(List<Parcel> batch) {
        if (away) {
            return failed(Kind.TRANSIENT);
        }
        boolean poisoned = batch.stream().anyMatch(SimulatedBackend::isPoison);
        if (random.nextDouble() < faults) {
            return switch (random.nextInt(3)) {
                case 0 -> failed(Kind.TRANSIENT);
                case 1 -> {
                    // The records arrive, the answer does not.
                    batch.stream().filter(parcel -> !isPoison(parcel)).forEach(this::arrive);
                    yield failed(Kind.TRANSIENT);
                }
                default -> inPart(batch);
            };
        }
        if (!poisoned) {
            batch.forEach(this::arrive);
            return new Outcome.Answered(Receipt.COMPLETE);
        }
        return random.nextBoolean() ? failed(Kind.PERMANENT) : inPart(batch);
    }

    private Outcome inPart(List<Parcel> batch) {
        var unsent = new ArrayList<Receipt.Unsent>();
        for (int i = 0; i < batch.size(); i++) {
            if (isPoison(batch.get(i))) {
                unsent.add(new Receipt.Unsent(i, Kind.PERMANENT, "refused"));
            } else if (random.nextDouble() < faults) {
                unsent.add(new Receipt.Unsent(i, Kind.TRANSIENT, "busy"));
            } else {
                arrive(batch.get(i));
            }
        }
        return new Outcome.Answered(new Receipt(unsent));
    }

    private Outcome failed(Kind kind) {
        return new Outcome.Failed(kind, "refused", random.nextBoolean() ? Duration.ZERO : Duration.ofSeconds(1));
    }

    private void arrive(Parcel parcel) {
        var content = text(parcel);
        var before = arrived.putIfAbsent(parcel.id(), content);
        if (before != null && !before.equals(content)) {
            throw new AssertionError("two records with the id " + parcel.id() + ": " + before + ", " + content);
        }
    }

    private static boolean isPoison(Parcel parcel) {
        return text(parcel).contains(POISON);
    }

    private static String text(Parcel parcel) {
        return new String(parcel.content(), StandardCharsets.UTF_8);
    }

    @Override
    public int maxRecords() {
        return 7;
    }

    @Override
    public long maxBytes() {
        return 400;
    }
}
