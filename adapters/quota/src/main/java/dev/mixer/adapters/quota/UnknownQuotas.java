package dev.mixer.adapters.quota;

import dev.mixer.spi.Host;
import dev.mixer.spi.QuotaResult;
import dev.mixer.spi.Status;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers for instances that have no limit. Mixer took such a configuration for an error; a handler does not see the
 * instances when it is validated, so the error shows with the first call: nothing is granted, and the log says why.
 */
public final class UnknownQuotas {
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final Host host;
    private final Host.Counter count;

    /** Answers in the name of a handler. */
    public UnknownQuotas(Host host) {
        this.host = host;
        this.count = host.meters().counter("unknown_quotas", "Requests for quotas that have no limit.");
    }

    /** Refuses a quota of that name, {@code instance.namespace}; names come from the configuration, so they are few. */
    public QuotaResult refuse(String name) {
        count.add(1);
        var message = "the handler has no limit for the quota " + name;
        if (told.add(name)) {
            host.logger().log(System.Logger.Level.WARNING, host.handlerName() + ": " + message);
        }
        return QuotaResult.refused(Status.of(Status.Code.PERMISSION_DENIED, message), Duration.ZERO);
    }
}
