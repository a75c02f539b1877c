package dev.mixer.adapters.jwt;

import static java.util.Objects.requireNonNull;

import dev.mixer.spi.Description;
import dev.mixer.spi.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Someone whose tokens count. Exactly one of {@code jwks}, {@code jwksUri}, {@code discoveryUri}, {@code jwksFile} and
 * {@code secret} says what they are signed with, so that a public key can never be taken for a secret.
 *
 * @param issuer the claim {@code iss}, compared exactly
 * @param audiences those of which a token must name one; empty: any, or none
 * @param jwks the keys as JSON (RFC 7517)
 * @param jwksUri where the issuer publishes its keys
 * @param discoveryUri where the issuer describes itself (OpenID Connect Discovery 1.0, 4), its keys' place included
 * @param jwksFile a file with the keys, looked at every second
 * @param secret the secret shared with the issuer
 * @param algorithms the algorithms allowed; empty: all that the keys are for
 * @param places where the tokens may stand; empty: {@code authorization} and {@code token}
 * @param claimsRequired claims without which a token is refused
 * @param spaceDelimitedClaims claims whose text is a list with blanks between its elements, as {@code scope} (RFC 8693, 4.2)
 * @param fetchTimeout how long a whole fetch of its keys may take; absent: as for all issuers
 * @param caFile the authorities, as PEM, that vouch for the server of {@code jwksUri} or {@code discoveryUri}; absent:
 *     those of the JDK
 */
public record Issuer(
        @Description("The claim iss, compared exactly.") String issuer,

        @Description("Those of which a token must name one; empty: any, or none.")
        Set<String> audiences,

        @Description("The keys as JSON (RFC 7517).") Optional<String> jwks,

        @Description("Where the issuer publishes its keys, an http or https URL.")
        Optional<URI> jwksUri,

        @Description("Where the issuer describes itself, the place of its keys included (OpenID Connect Discovery):"
                + " an http or https URL.")
        Optional<URI> discoveryUri,

        @Description("A file with the keys, looked at every second.")
        Optional<Path> jwksFile,

        @Description("The secret shared with the issuer, for HS256, HS384 and HS512.")
        Optional<Secret> secret,

        @Description("The algorithms allowed; empty: all that the keys are for.")
        Set<SignatureAlgorithm> algorithms,

        @Description("Where the tokens may stand; empty: authorization and token.")
        List<Place> places,

        @Description("Claims without which a token is refused.")
        Set<String> claimsRequired,

        @Description("Claims whose text is a list with blanks between its elements, such as scope.")
        Set<String> spaceDelimitedClaims,

        @Description("How long a whole fetch of its keys may take, 100ms to 60s; left out: as for all issuers.")
        Optional<Duration> fetchTimeout,

        @Description("The authorities, as PEM, that vouch for the server of jwks_uri or discovery_uri; left out:"
                + " those of the JDK.")
        Optional<Path> caFile) {
    private static final List<Place> USUAL_PLACES =
            List.of(new Place(Place.AUTHORIZATION, ""), new Place(Place.TOKEN, ""));

    public Issuer {
        requireNonNull(issuer, "issuer");
        if (issuer.isEmpty()) {
            throw new IllegalArgumentException("issuer must not be empty");
        }
        audiences = Set.copyOf(audiences);
        algorithms = Set.copyOf(algorithms);
        places = places.isEmpty() ? USUAL_PLACES : List.copyOf(places);
        claimsRequired = Set.copyOf(claimsRequired);
        spaceDelimitedClaims = Set.copyOf(spaceDelimitedClaims);
        fetchTimeout.ifPresent(JwtParameters::requireFetchTimeout);
        long given = Stream.of(jwks, jwksUri, discoveryUri, jwksFile, secret)
                .filter(Optional::isPresent)
                .count();
        if (given != 1) {
            throw new IllegalArgumentException("issuer " + issuer
                    + " needs exactly one of jwks, jwks_uri, discovery_uri, jwks_file and secret, not " + given);
        }
        jwksUri.ifPresent(uri -> requireWeb("jwks_uri", uri));
        discoveryUri.ifPresent(uri -> requireWeb("discovery_uri", uri));
        if (caFile.isPresent()
                && !jwksUri.or(() -> discoveryUri).map(Issuer::isEncrypted).orElse(false)) {
            throw new IllegalArgumentException("ca_file is for an https jwks_uri or discovery_uri");
        }
        if (secret.isPresent()) {
            requireSecret(secret.get(), algorithms);
        } else if (algorithms.stream().anyMatch(SignatureAlgorithm::isShared)) {
            throw new IllegalArgumentException("HS256, HS384 and HS512 need a secret; public keys are none");
        }
    }

    /** What tokens of this issuer may be signed with. */
    Set<SignatureAlgorithm> allowed() {
        if (!algorithms.isEmpty()) {
            return algorithms;
        }
        return secret.map(value -> SignatureAlgorithm.forSecret(bytes(value).length))
                .orElseGet(SignatureAlgorithm::asymmetric);
    }

    /** Whether a text that may change the keys travels unprotected between machines. */
    boolean isExposed() {
        return web().filter(uri -> !isEncrypted(uri))
                .filter(uri -> !Set.of("127.0.0.1", "localhost", "[::1]").contains(uri.getHost()))
                .isPresent();
    }

    /** Where on the web the keys are, or what says where; empty: nowhere. */
    Optional<URI> web() {
        return jwksUri.or(() -> discoveryUri);
    }

    static byte[] bytes(Secret secret) {
        return secret.reveal().getBytes(StandardCharsets.UTF_8);
    }

    static boolean isEncrypted(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /** A URL that keys may be fetched from. */
    static URI web(String name, URI uri) {
        requireWeb(name, uri);
        return uri;
    }

    private static void requireWeb(String name, URI uri) {
        var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException(name + " must be an http or https URL");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(name + " names no host");
        }
        if (uri.getRawUserInfo() != null) {
            // URLs are shown in states and logs, so a password must not be part of one.
            throw new IllegalArgumentException(name + " must not hold a user or a password");
        }
    }

    private static void requireSecret(Secret secret, Set<SignatureAlgorithm> algorithms) {
        int length = bytes(secret).length;
        if (length < SignatureAlgorithm.HS256.secretBytes()) {
            throw new IllegalArgumentException("the secret has " + length + " bytes; HS256 needs at least "
                    + SignatureAlgorithm.HS256.secretBytes());
        }
        for (var algorithm : algorithms) {
            if (!algorithm.isShared()) {
                throw new IllegalArgumentException(algorithm.joseName() + " cannot be verified with a secret");
            }
            if (length < algorithm.secretBytes()) {
                throw new IllegalArgumentException("the secret has " + length + " bytes; " + algorithm.joseName()
                        + " needs at least " + algorithm.secretBytes());
            }
        }
    }
}
