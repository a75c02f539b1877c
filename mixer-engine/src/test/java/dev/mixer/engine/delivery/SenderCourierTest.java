package dev.mixer.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.delivery.Courier.Outcome;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.AdapterException.Kind;
import dev.mixer.spi.Parcel;
import dev.mixer.spi.Receipt;
import dev.mixer.spi.Sender;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SenderCourierTest {
    private static final List<Parcel> BATCH = List.of(new Parcel("1", Instant.EPOCH, new byte[0]));

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);

    @AfterEach
    void stop() {
        threads.shutdownNow();
        timer.shutdownNow();
    }

    private SenderCourier courier(Sender sender, Duration limit) {
        return new SenderCourier(sender, SenderCourierTest.class.getClassLoader(), limit, threads, timer);
    }

    private static Outcome send(Courier courier) throws Exception {
        var end = new CompletableFuture<Outcome>();
        courier.send(BATCH, end::complete);
        return end.get(20, TimeUnit.SECONDS);
    }

    @Test
    void whatTheBackendSaidIsTold() throws Exception {
        assertThat(send(courier(_ -> Receipt.COMPLETE, Duration.ofSeconds(10))))
                .isEqualTo(new Outcome.Answered(Receipt.COMPLETE));
        var busy = courier(
                _ -> {
                    throw AdapterException.transientFailure("busy", null, Duration.ofSeconds(7));
                },
                Duration.ofSeconds(10));
        assertThat(send(busy)).isEqualTo(new Outcome.Failed(Kind.TRANSIENT, "busy", Duration.ofSeconds(7)));
    }

    @Test
    void anAttemptThatTakesTooLongIsInterruptedAndTheNextOneIsNot() throws Exception {
        var never = new CountDownLatch(1);
        var first = new boolean[] {true};
        var courier = courier(
                _ -> {
                    if (first[0]) {
                        first[0] = false;
                        never.await();
                    }
                    return Receipt.COMPLETE;
                },
                Duration.ofMillis(50));

        assertThat(send(courier))
                .isEqualTo(new Outcome.Failed(Kind.TRANSIENT, "no answer from its backend in 50 ms", Duration.ZERO));
        assertThat(send(courier)).isEqualTo(new Outcome.Answered(Receipt.COMPLETE));
    }

    @Test
    void anAdapterThatKeepsBreakingIsLookedForInTheRecords() throws Exception {
        var courier = courier(
                _ -> {
                    throw new IllegalStateException("a bug");
                },
                Duration.ofSeconds(10));
        var kinds = new ArrayList<Kind>();
        for (int i = 0; i < 4; i++) {
            kinds.add(((Outcome.Failed) send(courier)).kind());
        }
        assertThat(kinds).containsExactly(Kind.TRANSIENT, Kind.TRANSIENT, Kind.TRANSIENT, Kind.PERMANENT);
    }
}
