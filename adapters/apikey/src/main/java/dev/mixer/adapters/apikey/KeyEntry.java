package dev.mixer.adapters.apikey;

import dev.mixer.spi.template.ApiKey;
import java.time.Instant;
import java.util.Set;

/**
 * What is known of one key, except the key itself.
 *
 * @param caller whose it is
 * @param expires when it ends; {@link Instant#MAX}: never
 * @param services the APIs that it is for; empty: all
 */
record KeyEntry(ApiKey.Caller caller, Instant expires, Set<String> services) {
    boolean hasExpired(Instant now) {
        return !now.isBefore(expires);
    }

    boolean isFor(String api) {
        return services.isEmpty() || services.contains(api);
    }
}
