package dev.mixer.server.front.accesslog;

import io.envoyproxy.envoy.data.accesslog.v3.ResponseFlags;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Response flags in the short letters of Envoy's {@code %RESPONSE_FLAGS%}. */
final class ProxyErrors {
    private static final Map<String, Predicate<ResponseFlags>> LETTERS = new LinkedHashMap<>();

    static {
        LETTERS.put("LH", ResponseFlags::getFailedLocalHealthcheck);
        LETTERS.put("UH", ResponseFlags::getNoHealthyUpstream);
        LETTERS.put("UT", ResponseFlags::getUpstreamRequestTimeout);
        LETTERS.put("LR", ResponseFlags::getLocalReset);
        LETTERS.put("UR", ResponseFlags::getUpstreamRemoteReset);
        LETTERS.put("UF", ResponseFlags::getUpstreamConnectionFailure);
        LETTERS.put("UC", ResponseFlags::getUpstreamConnectionTermination);
        LETTERS.put("UO", ResponseFlags::getUpstreamOverflow);
        LETTERS.put("NR", ResponseFlags::getNoRouteFound);
        LETTERS.put("DI", ResponseFlags::getDelayInjected);
        LETTERS.put("FI", ResponseFlags::getFaultInjected);
        LETTERS.put("RL", ResponseFlags::getRateLimited);
        LETTERS.put("UAEX", ResponseFlags::hasUnauthorizedDetails);
        LETTERS.put("RLSE", ResponseFlags::getRateLimitServiceError);
        LETTERS.put("DC", ResponseFlags::getDownstreamConnectionTermination);
        LETTERS.put("URX", ResponseFlags::getUpstreamRetryLimitExceeded);
        LETTERS.put("SI", ResponseFlags::getStreamIdleTimeout);
        LETTERS.put("IH", ResponseFlags::getInvalidEnvoyRequestHeaders);
        LETTERS.put("DPE", ResponseFlags::getDownstreamProtocolError);
        LETTERS.put("UMSDR", ResponseFlags::getUpstreamMaxStreamDurationReached);
        LETTERS.put("RFCF", ResponseFlags::getResponseFromCacheFilter);
        LETTERS.put("NFCF", ResponseFlags::getNoFilterConfigFound);
        LETTERS.put("DT", ResponseFlags::getDurationTimeout);
        LETTERS.put("UPE", ResponseFlags::getUpstreamProtocolError);
        LETTERS.put("NC", ResponseFlags::getNoClusterFound);
        LETTERS.put("OM", ResponseFlags::getOverloadManager);
        LETTERS.put("DF", ResponseFlags::getDnsResolutionFailure);
        LETTERS.put("DR", ResponseFlags::getDownstreamRemoteReset);
    }

    private ProxyErrors() {}

    /** The letters of the flags that are set, joined with a comma; null where none is. */
    static @Nullable String of(ResponseFlags flags) {
        var joiner = new StringJoiner(",");
        LETTERS.forEach((letters, isSet) -> {
            if (isSet.test(flags)) {
                joiner.add(letters);
            }
        });
        return joiner.length() == 0 ? null : joiner.toString();
    }
}
