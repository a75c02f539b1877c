package dev.mixer.adapters.opa.network;

import dev.mixer.adapters.opa.builtin.BuiltinContext;
import dev.mixer.adapters.opa.builtin.BuiltinException;
import dev.mixer.adapters.opa.builtin.DecisionEndedException;
import dev.mixer.adapters.opa.builtin.IpAddress;
import dev.mixer.adapters.opa.builtin.Rehearsal;
import dev.mixer.adapters.opa.value.RegoSet;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The builtin {@code net.lookup_ip_addr}, which asks the resolver of the host's system. Safe for all threads. */
final class NameLookup {
    /** A resolver that hangs must not take up threads without end. */
    private static final int MOST_AT_ONCE = 16;

    private final NetworkSettings settings;
    private final Semaphore free = new Semaphore(MOST_AT_ONCE);

    NameLookup(NetworkSettings settings) {
        this.settings = settings;
    }

    /** What came of a name in this decision: its addresses, or null. */
    private static final class Outcome {
        private boolean asked;
        private RegoSet addresses = RegoSet.EMPTY;
    }

    RegoValue call(RegoValue argument, BuiltinContext context) throws BuiltinException {
        if (Rehearsal.isRunning()) {
            throw new BuiltinException("names are not looked up while a policy is warmed up");
        }
        if (!(argument instanceof RegoString(var name))) {
            throw new BuiltinException(
                    "argument 1 must be a string, not " + argument.type().word());
        }
        if (!settings.hosts().allows(name)) {
            throw new BuiltinException("the name is not among http_send.hosts");
        }
        var outcome = context.once(List.of("net.lookup_ip_addr", argument), Outcome::new);
        if (!outcome.asked) {
            outcome.asked = true;
            outcome.addresses = ask(name, context);
        }
        if (outcome.addresses.elements().isEmpty()) {
            throw new BuiltinException("the name has no address");
        }
        return outcome.addresses;
    }

    private RegoSet ask(String name, BuiltinContext context) throws BuiltinException {
        context.checkpoint();
        if (!free.tryAcquire()) {
            throw new BuiltinException("too many names are looked up at once");
        }
        var answer = new CompletableFuture<InetAddress[]>();
        // The resolver cannot be interrupted, so that the decision waits beside it.
        Thread.ofPlatform().daemon().name("opa-lookup").start(() -> {
            try {
                answer.complete(InetAddress.getAllByName(name));
            } catch (UnknownHostException | RuntimeException e) {
                answer.completeExceptionally(e);
            } finally {
                free.release();
            }
        });
        try {
            var found = answer.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
            return RegoSet.of(
                    Arrays.stream(found).<RegoValue>map(NameLookup::text).toList());
        } catch (ExecutionException | CompletionException e) {
            return RegoSet.EMPTY;
        } catch (TimeoutException e) {
            throw new BuiltinException("the resolver has not answered in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            context.checkpoint(); // ends the decision
            throw new DecisionEndedException("was interrupted");
        }
    }

    private static RegoString text(InetAddress address) {
        var bytes = address.getAddress();
        return new RegoString(
                IpAddress.of(bytes.length * 8, new BigInteger(1, bytes)).toString());
    }
}
