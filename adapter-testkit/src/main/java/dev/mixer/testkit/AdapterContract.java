package dev.mixer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.mixer.spi.Adapter;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.Description;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Instance;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every adapter keeps. Extend in the adapter's own tests; supply the adapter and parameters that work. An adapter
 * whose handlers need particular instances overrides {@link #instance} and {@link #instanceName}.
 *
 * @param <P> the adapter's parameters
 */
public abstract class AdapterContract<P extends Record> {
    private static final int CALLERS = 8;
    private static final int CALLS_EACH = 200;
    private static final String DNS_LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    private TestHost host = TestHost.create();

    /** The adapter under test. */
    protected abstract Adapter<P> adapter();

    /** Parameters with which a handler opens here and its calls succeed. */
    protected abstract P workingParameters() throws Exception;

    /** An instance that the handler takes without failing. */
    protected Instance instance(Class<? extends Instance> template) {
        return Samples.of(template)
                .orElseThrow(() -> new AssertionError("override instance() for " + template.getSimpleName()));
    }

    /** The name under which reports arrive. */
    protected String instanceName() {
        return "sample.default";
    }

    @BeforeEach
    final void openHost() {
        host = TestHost.create();
    }

    @AfterEach
    final void closeHost() {
        host.close();
    }

    @Test
    final void itsNamesAreDnsLabels() {
        assertThat(adapter().name()).matches(DNS_LABEL);
        assertThat(adapter().aliases()).allMatch(alias -> alias.matches(DNS_LABEL));
    }

    @Test
    final void itsDescriptionIsOneSentenceWithoutAFullStop() {
        assertThat(adapter().description()).isNotBlank().doesNotContain("\n").doesNotEndWith(".");
    }

    @Test
    final void itHasAPublicConstructorWithoutParameters() throws Exception {
        var type = adapter().getClass();
        assertThat(Modifier.isPublic(type.getModifiers())).isTrue();
        assertThat(type.getConstructor().newInstance()).isInstanceOf(Adapter.class);
    }

    @Test
    final void theServiceLoaderFindsIt() {
        assertThat(ServiceLoader.load(Adapter.class))
                .anyMatch(found -> found.getClass() == adapter().getClass());
    }

    @Test
    final void itsHandlerServesTheTemplatesThatItDeclares() throws Exception {
        try (var handler = open()) {
            assertThat(handler.templates())
                    .containsExactlyInAnyOrderElementsOf(adapter().templates());
        }
    }

    @Test
    final void everyParameterIsDescribed() throws Exception {
        var missing = new ArrayList<String>();
        describe(workingParameters().getClass(), missing);
        assertThat(missing).as("components without @Description").isEmpty();
    }

    @Test
    final void validateAcceptsWorkingParametersAndStartsNothing() throws Exception {
        var parameters = workingParameters();
        // A thread that another test's handler left may come up late; one of validate would come up each time.
        var started = List.<String>of("not asked yet");
        for (int i = 0; i < 3 && !started.isEmpty(); i++) {
            var before = Together.alive();
            assertThat(adapter().validate(parameters)).isEmpty();
            started = Together.startedSince(before);
        }
        assertThat(started).isEmpty();
    }

    @Test
    final void itsHandlerHasAState() throws Exception {
        try (var handler = open()) {
            assertThat(handler.state()).isNotNull();
        }
    }

    @Test
    final void closingTwiceIsHarmless() throws Exception {
        var handler = open();
        handler.close();
        assertThatCode(handler::close).doesNotThrowAnyException();
    }

    @Test
    final void manyThreadsMayCall() throws Exception {
        try (var handler = open()) {
            assertThat(Together.run(CALLERS, () -> callManyTimes(handler))).isEmpty();
        }
    }

    @Test
    final void callsDuringAndAfterCloseDoNotCrash() throws Exception {
        var handler = open();
        var running = new CountDownLatch(CALLERS);
        var stop = new AtomicBoolean();
        var closer = Thread.ofPlatform().daemon().start(() -> {
            try {
                running.await();
                handler.close();
            } catch (InterruptedException | AdapterException e) {
                throw new AssertionError(e);
            } finally {
                stop.set(true);
            }
        });
        var failures = Together.run(CALLERS, () -> {
            running.countDown();
            while (!stop.get()) {
                tryCalling(handler);
            }
            tryCalling(handler);
        });
        closer.join();
        assertThat(failures).isEmpty();
    }

    @Test
    final void noThreadOutlivesTheHandler() throws Exception {
        var parameters = workingParameters();
        var before = Together.alive();
        var handler = adapter().open(parameters, host);
        callOnce(handler);
        handler.close();
        Poll.until("threads ended", () -> Together.startedSince(before).isEmpty());
    }

    @Test
    final void anInterruptedCallComesBackAndHarmsNoOther() throws Exception {
        try (var handler = open()) {
            for (var template : adapter().templates()) {
                assertThat(Together.run(1, () -> callInterrupted(handler, template)))
                        .isEmpty();
            }
            callOnce(handler);
        }
    }

    @Test
    final void aSuccessorOutlivesItsPredecessor() throws Exception {
        var previous = open();
        try (var next = host.successor();
                var handler = adapter().reopen(workingParameters(), next, previous)) {
            callOnce(previous);
            previous.close();
            callOnce(handler);
        }
    }

    @Test
    final void aPredecessorOutlivesASuccessorThatIsGivenUp() throws Exception {
        try (var previous = open();
                var next = host.successor()) {
            adapter().reopen(workingParameters(), next, previous).close();
            callOnce(previous);
        }
    }

    private Handler open() throws Exception {
        return adapter().open(workingParameters(), host);
    }

    private void callOnce(Handler handler) throws Exception {
        for (var template : adapter().templates()) {
            Calls.any(handler, instanceName(), instance(template));
        }
    }

    private void callManyTimes(Handler handler) throws Exception {
        for (int i = 0; i < CALLS_EACH; i++) {
            callOnce(handler);
        }
    }

    /** Failing is a proper answer of a handler that has closed; an Error is not, and leaves by itself. */
    private void tryCalling(Handler handler) throws InterruptedException {
        try {
            callOnce(handler);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            assertThat(e).isNotInstanceOf(NullPointerException.class);
        }
    }

    private void callInterrupted(Handler handler, Class<? extends Instance> template) {
        Thread.currentThread().interrupt();
        try {
            Calls.any(handler, instanceName(), instance(template));
        } catch (Exception e) {
            return;
        }
        assertThat(Thread.interrupted())
                .as("a call that goes on must leave the interruption to its caller")
                .isTrue();
    }

    private static void describe(Type type, List<String> missing) {
        switch (type) {
            case ParameterizedType generic -> {
                for (var argument : generic.getActualTypeArguments()) {
                    describe(argument, missing);
                }
            }
            case Class<?> record
            when record.isRecord() && !record.getName().startsWith("dev.mixer.spi.") -> {
                for (var component : record.getRecordComponents()) {
                    if (!component.isAnnotationPresent(Description.class)) {
                        missing.add(record.getSimpleName() + "." + component.getName());
                    }
                    describe(component.getGenericType(), missing);
                }
            }
            default -> {}
        }
    }
}
