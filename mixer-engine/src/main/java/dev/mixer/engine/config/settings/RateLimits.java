package dev.mixer.engine.config.settings;

import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import org.jspecify.annotations.Nullable;

/**
 * How rate limits are counted and answered.
 *
 * @param handler {@code NAME.NAMESPACE} of the handler that counts; null: one in the memory of this host
 * @param responseHeaders whether answers carry the headers below for the client
 * @param limitHeader names the header with the limit
 * @param remainingHeader names the header with what is left of it
 * @param resetHeader names the header with the seconds until there is more
 * @param nearLimitRatio the part of a limit, 0 to 1, beyond which hits count as near it
 * @param localCacheKeys how many exhausted counters are remembered, 0 to {@value #MOST_KEYS}; 0: none
 * @param shadowMode whether everything passes and is only counted
 * @param quotaMode whether every limit is one of quota mode
 * @param mergeDomains whether several files may have one domain
 * @param dynamicMetadata whether answers carry what was asked, and the metadata of limits that let it pass
 */
public record RateLimits(
        @Description("The handler that counts, as NAME.NAMESPACE; without it, the memory of this host.") @Nullable
        String handler,

        @Description("Whether answers carry the limit, what is left of it and the seconds to its reset for the client.")
        @DefaultValue("false")
        boolean responseHeaders,

        @Description("The response header with the limit.") @DefaultValue("ratelimit-limit")
        String limitHeader,

        @Description("The response header with what is left of the limit.") @DefaultValue("ratelimit-remaining")
        String remainingHeader,

        @Description("The response header with the seconds until there is more.") @DefaultValue("ratelimit-reset")
        String resetHeader,

        @Description("The part of a limit beyond which hits are counted as near it, 0 to 1.") @DefaultValue("0.8")
        double nearLimitRatio,

        @Description("How many exhausted counters this host answers for without asking the handler; 0: none.")
        @DefaultValue("0")
        int localCacheKeys,

        @Description("Whether every request passes, and limits are only counted.") @DefaultValue("false")
        boolean shadowMode,

        @Description("Whether every limit is one of quota mode.") @DefaultValue("false")
        boolean quotaMode,

        @Description("Whether several rate limit files may have one domain.") @DefaultValue("false")
        boolean mergeDomains,

        @Description("Whether answers tell Envoy the descriptors, and the metadata of limits that let them pass.")
        @DefaultValue("false")
        boolean dynamicMetadata) {
    /** The largest {@code localCacheKeys}; the place of a key costs memory before it is used. */
    public static final int MOST_KEYS = 10_000_000;

    public RateLimits {
        requireHeader("limitHeader", limitHeader);
        requireHeader("remainingHeader", remainingHeader);
        requireHeader("resetHeader", resetHeader);
        if (!(nearLimitRatio >= 0 && nearLimitRatio <= 1)) {
            throw new IllegalArgumentException("nearLimitRatio must be in 0 to 1");
        }
        if (localCacheKeys < 0 || localCacheKeys > MOST_KEYS) {
            throw new IllegalArgumentException("localCacheKeys must be in 0 to " + MOST_KEYS);
        }
    }

    /** A name as RFC 9110, section 5.6.2 has it; anything else would make Envoy drop the whole answer. */
    private static void requireHeader(String setting, String name) {
        if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
            throw new IllegalArgumentException(setting + ": '" + name + "' is no name of a header");
        }
    }
}
