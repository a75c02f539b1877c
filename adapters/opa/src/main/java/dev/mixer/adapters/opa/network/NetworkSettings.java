package dev.mixer.adapters.opa.network;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * What policies may ask of others, and how much.
 *
 * @param hosts whom
 * @param timeout how long one call may take at most, whatever the policy asks for
 * @param largest how many bytes an answer may have
 * @param calls how many calls one decision may make
 * @param cacheBytes how many bytes of answers are kept for later decisions; 0: none
 * @param trust whom to trust; absent: the JDK's authorities
 * @param insecure whether policies may ask servers whose certificates nobody vouches for
 */
public record NetworkSettings(
        AllowedHosts hosts,
        Duration timeout,
        long largest,
        int calls,
        long cacheBytes,
        Optional<SSLContext> trust,
        boolean insecure) {}
