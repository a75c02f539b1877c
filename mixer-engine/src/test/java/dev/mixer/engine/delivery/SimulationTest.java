package dev.mixer.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Thousands of lives of an outbox and its spool. {@code -Dsimulation.seed=N} runs one again, {@code -Dsimulation.runs=N}
 * tries more.
 */
class SimulationTest {
    private static final int RUNS = Integer.getInteger("simulation.runs", 5000);

    @Test
    void noAcceptedRecordIsLostAndTheBooksBalanceWhateverFails() {
        var chosen = Long.getLong("simulation.seed");
        long first = chosen == null ? 1 : chosen;
        long last = chosen == null ? RUNS : chosen;
        int records = 0;
        int crashes = 0;
        for (long seed = first; seed <= last; seed++) {
            try {
                var told = new Simulation(seed).run();
                records += told.records();
                crashes += told.crashes();
            } catch (Throwable e) {
                throw new AssertionError("run it again with -Dsimulation.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
        System.out.printf(
                Locale.ROOT, "%d lives: %d records accepted, %d crashes%n", last - first + 1, records, crashes);
        if (chosen == null) {
            // A simulation in which little happens proves little.
            assertThat(records).isGreaterThan(10 * RUNS);
            assertThat(crashes).isGreaterThan(RUNS / 2);
        }
    }
}
