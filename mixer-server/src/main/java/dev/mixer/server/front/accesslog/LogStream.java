package dev.mixer.server.front.accesslog;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mixer.engine.attribute.AttributeBag;
import dev.mixer.engine.dispatch.Mixer;
import dev.mixer.server.grpc.CallPeer;
import dev.mixer.spi.Status;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One stream. At most one message is read and not yet reported; only the stream's identity outlives a message. */
final class LogStream implements StreamObserver<byte[]> {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long RETRY_MILLIS = 250;

    private final Mixer mixer;
    private final ScheduledExecutorService timer;
    private final int maxMessageBytes;
    private final LogMeters meters;
    private final ServerCallStreamObserver<StreamAccessLogsResponse> client;
    private final CallPeer peer;

    /** Who writes; said in the first message alone. Messages come one after another, so that this needs no lock. */
    private Reporter reporter = Reporter.UNKNOWN;

    // Guarded by this: the end of the stream and the end of a report are told by different threads.
    private boolean reporting;
    private boolean ended;

    LogStream(
            Mixer mixer,
            ScheduledExecutorService timer,
            int maxMessageBytes,
            LogMeters meters,
            ServerCallStreamObserver<StreamAccessLogsResponse> client,
            CallPeer peer) {
        this.mixer = mixer;
        this.timer = timer;
        this.maxMessageBytes = maxMessageBytes;
        this.meters = meters;
        this.client = client;
        this.peer = peer;
    }

    /** Begins to read. */
    void start() {
        client.disableAutoRequest();
        client.setOnCancelHandler(() -> {});
        readNext();
    }

    /** Reads one message; later, where no configuration is in force that would take it. */
    private void readNext() {
        if (mixer.snapshot() != null) {
            client.request(1);
        } else if (!client.isCancelled()) {
            try {
                var _ = timer.schedule(this::readNext, RETRY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // The host stops, and the server ends the stream.
                meters.failed().increment();
            }
        }
    }

    @Override
    public void onNext(byte[] message) {
        synchronized (this) {
            reporting = true;
        }
        var _ = report(message).whenComplete((status, error) -> {
            if (error != null || !status.isOk()) {
                meters.failed().increment();
            }
            if (finishReport()) {
                reply();
            } else {
                readNext();
            }
        });
    }

    private CompletableFuture<Status> report(byte[] message) {
        try {
            if (message.length > maxMessageBytes) {
                meters.malformed().increment();
                return CompletableFuture.completedFuture(Status.OK);
            }
            var entries = entries(StreamAccessLogsMessage.parseFrom(message));
            return entries.isEmpty()
                    ? CompletableFuture.completedFuture(Status.OK)
                    : mixer.report(_ -> entries, System.nanoTime() + PATIENCE_NANOS);
        } catch (InvalidProtocolBufferException e) {
            meters.malformed().increment();
            return CompletableFuture.completedFuture(Status.OK);
        } catch (Throwable e) { // errors too: nothing that a message holds may end the stream
            return CompletableFuture.failedFuture(e);
        }
    }

    private List<AttributeBag> entries(StreamAccessLogsMessage message) {
        if (message.hasIdentifier()) {
            reporter = Reporter.of(message.getIdentifier().getNode().getId());
        }
        var bags = new ArrayList<AttributeBag>();
        for (var entry : message.getHttpLogs().getLogEntryList()) {
            bags.add(peer.over(new AccessLogBag(LogEntry.of(reporter, entry))));
        }
        for (var entry : message.getTcpLogs().getLogEntryList()) {
            bags.add(peer.over(new AccessLogBag(LogEntry.of(reporter, entry))));
        }
        return bags;
    }

    private synchronized boolean finishReport() {
        reporting = false;
        return ended;
    }

    @Override
    public void onError(Throwable error) {
        // The sidecar is gone; what it has sent is reported.
    }

    @Override
    public void onCompleted() {
        boolean idle;
        synchronized (this) {
            ended = true;
            idle = !reporting;
        }
        if (idle) {
            reply();
        }
    }

    private void reply() {
        client.onNext(StreamAccessLogsResponse.getDefaultInstance());
        client.onCompleted();
    }
}
