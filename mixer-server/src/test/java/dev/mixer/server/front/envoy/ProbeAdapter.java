package dev.mixer.server.front.envoy;

import dev.mixer.spi.Adapter;
import dev.mixer.spi.CheckResult;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.DirectResponse;
import dev.mixer.spi.Handler;
import dev.mixer.spi.HeaderOperation;
import dev.mixer.spi.HeaderOperation.Kind;
import dev.mixer.spi.HeaderOperation.Target;
import dev.mixer.spi.Host;
import dev.mixer.spi.Instance;
import dev.mixer.spi.QuotaResult;
import dev.mixer.spi.Reported;
import dev.mixer.spi.Status;
import dev.mixer.spi.template.ListEntry;
import dev.mixer.spi.template.LogEntry;
import dev.mixer.spi.template.Quota;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/** Answers what a test tells it to, by the value that it is asked about, and keeps what is reported to it. */
public final class ProbeAdapter implements Adapter<ProbeAdapter.Parameters> {
    /** Variables of each reported log entry. */
    public final BlockingQueue<Map<String, String>> reported = new LinkedBlockingQueue<>();

    /** How many reports may end; a test that takes permits away holds the others up. */
    public final Semaphore reportsMayEnd = new Semaphore(1_000_000);

    /** Held back, a check of the value {@code block} waits; a test that blocks checks must let them go. */
    public final CountDownLatch checksMayEnd = new CountDownLatch(1);

    /** There is nothing to configure. */
    public record Parameters(@DefaultValue("false") boolean unused) {}

    @Override
    public String name() {
        return "probe";
    }

    @Override
    public String description() {
        return "Answers what a test tells it to";
    }

    @Override
    public Set<Class<? extends Instance>> templates() {
        return Set.of(ListEntry.class, Quota.class, LogEntry.class);
    }

    @Override
    public Handler open(Parameters parameters, Host host) {
        return Handler.builder()
                .check(ListEntry.class, entry -> check(entry.value()))
                .quota(
                        Quota.class,
                        requests -> requests.stream()
                                .map(_ -> QuotaResult.refused(
                                        Status.of(Status.Code.RESOURCE_EXHAUSTED, "used up"), Duration.ofMillis(6_500)))
                                .toList())
                .report(LogEntry.class, this::report)
                .build();
    }

    private void report(List<Reported<LogEntry>> records) throws InterruptedException {
        for (var record : records) {
            var texts = new TreeMap<String, String>();
            record.instance().variables().forEach((name, value) -> texts.put(name, String.valueOf(value)));
            reported.add(texts);
        }
        reportsMayEnd.acquire();
    }

    private CheckResult check(String value) throws InterruptedException {
        return switch (value) {
            case "throw" -> throw new IllegalStateException("probe");
            case "block" -> {
                checksMayEnd.await();
                yield CheckResult.ok();
            }
            case "headers" ->
                CheckResult.ok()
                        .withHeaders(List.of(
                                HeaderOperation.replaceRequest("x-a", "1"),
                                new HeaderOperation(Target.REQUEST, Kind.APPEND, "x-b", "2"),
                                new HeaderOperation(Target.REQUEST, Kind.REMOVE, "x-c", ""),
                                new HeaderOperation(Target.QUERY, Kind.REPLACE, "q", "1"),
                                new HeaderOperation(Target.QUERY, Kind.REMOVE, "token", ""),
                                HeaderOperation.replaceResponse("x-d", "4"),
                                new HeaderOperation(Target.RESPONSE, Kind.APPEND, "x-e", "5"),
                                new HeaderOperation(Target.RESPONSE, Kind.REMOVE, "x-f", "")));
            case "metadata" ->
                CheckResult.ok()
                        .withMetadata(
                                "{\"tier\":{\"name\":\"gold\",\"limit\":5},\"revision\":\"forged\",\"decision_id\":\"forged\"}");
            case "bad metadata" -> CheckResult.ok().withMetadata("[1");
            case "direct" ->
                CheckResult.denied("not here")
                        .withResponse(new DirectResponse(
                                302, "elsewhere", List.of(HeaderOperation.replaceResponse("location", "/login"))));
            default ->
                value.startsWith("code:")
                        ? CheckResult.of(Status.of(Status.Code.valueOf(value.substring(5)), "as told"))
                        : CheckResult.ok();
        };
    }
}
