package dev.mixer.adapters.jwt;

import dev.mixer.adapters.web.Trust;
import dev.mixer.spi.Adapter;
import dev.mixer.spi.AdapterException;
import dev.mixer.spi.BackendState;
import dev.mixer.spi.BackendState.Phase;
import dev.mixer.spi.Handler;
import dev.mixer.spi.Host;
import dev.mixer.spi.Instance;
import dev.mixer.spi.Problem;
import dev.mixer.spi.template.Jwt;
import dev.mixer.spi.template.JwtCheck;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Verifies the token that a caller shows and hands out what it says. */
public final class JwtAdapter implements Adapter<JwtParameters> {
    private static final Duration FILE_PERIOD = Duration.ofSeconds(1);

    /** How long opening waits for the issuers, so that keys that are quickly had are there for the first call. */
    private static final Duration OPEN_WAIT = Duration.ofSeconds(2);

    /** For the service loader. */
    public JwtAdapter() {}

    /** What a successor may take over. */
    private record Sources(List<FetchedKeys> list) {}

    @Override
    public String name() {
        return "jwt";
    }

    @Override
    public String description() {
        return "Verifies JSON Web Tokens and hands out their claims as attributes, or refuses calls without one";
    }

    @Override
    public Set<Class<? extends Instance>> templates() {
        return Set.of(Jwt.class, JwtCheck.class);
    }

    @Override
    public List<Problem> validate(JwtParameters parameters) {
        var problems = new ArrayList<Problem>();
        for (int i = 0; i < parameters.issuers().size(); i++) {
            var issuer = parameters.issuers().get(i);
            var path = "issuers[" + i + "].";
            issuer.jwks().ifPresent(text -> judge(text, path + "jwks", problems));
            if (issuer.isExposed()) {
                problems.add(Problem.warning(
                        path + (issuer.jwksUri().isPresent() ? "jwks_uri" : "discovery_uri"),
                        "without https anyone on the way can put keys of their own in place"));
            }
            issuer.caFile().ifPresent(pem -> {
                try {
                    var _ = Trust.of(pem);
                } catch (IOException | GeneralSecurityException e) {
                    problems.add(Problem.error(path + "ca_file", "cannot be used: " + e));
                }
            });
        }
        return problems;
    }

    @Override
    public Handler open(JwtParameters parameters, Host host) throws AdapterException {
        return open(parameters, host, new Sources(List.of()));
    }

    @Override
    public Handler reopen(JwtParameters parameters, Host host, Handler previous) throws AdapterException {
        return open(parameters, host, previous.attachment(Sources.class).orElse(new Sources(List.of())));
    }

    private static Handler open(JwtParameters parameters, Host host, Sources previous) throws AdapterException {
        SelfTest.run();
        var builder = Handler.builder();
        var fetched = new ArrayList<FetchedKeys>();
        var issuers = new ArrayList<TrustedIssuer>();
        try {
            for (var issuer : parameters.issuers()) {
                var source = source(issuer, parameters, host);
                builder.closing(source);
                if (source instanceof FetchedKeys keys) {
                    fetched.add(keys);
                    previous.list().forEach(keys::takeOver);
                }
                issuers.add(new TrustedIssuer(issuer, source, parameters));
            }
            await(fetched, host);
        } catch (AdapterException e) {
            fetched.forEach(FetchedKeys::close);
            throw e;
        }
        var answers = new Answers(new TokenVerifier(parameters, issuers, host), parameters);
        return builder.state(() -> state(issuers))
                .attach(new Sources(List.copyOf(fetched)))
                .attributesAsync(Jwt.class, answers::derive)
                .checkAsync(JwtCheck.class, answers::check)
                .build();
    }

    private static KeySource source(Issuer issuer, JwtParameters parameters, Host host) throws AdapterException {
        if (issuer.secret().isPresent()) {
            return new KeySource.Fixed(
                    KeySet.ofSecret(Issuer.bytes(issuer.secret().get())));
        }
        if (issuer.jwks().isPresent()) {
            try {
                return new KeySource.Fixed(KeySet.parse(issuer.jwks().get()));
            } catch (IllegalArgumentException e) {
                throw AdapterException.permanent("jwks of issuer " + issuer.issuer() + ": " + e.getMessage(), e);
            }
        }
        if (issuer.jwksFile().isPresent()) {
            var file = issuer.jwksFile().get();
            return new FetchedKeys(
                    new FetchedKeys.Origin(issuer.issuer(), file, issuer.caFile()),
                    new FileProvider(file),
                    host,
                    new FetchedKeys.Timing(FILE_PERIOD, FILE_PERIOD, parameters.keysTtl()));
        }
        var limit = issuer.fetchTimeout().orElse(parameters.fetchTimeout());
        var uri = issuer.web().orElseThrow();
        try {
            var trust = issuer.caFile().isPresent() ? Trust.of(issuer.caFile().get()) : null;
            return new FetchedKeys(
                    new FetchedKeys.Origin(issuer.issuer(), uri, issuer.caFile()),
                    issuer.discoveryUri().isPresent()
                            ? new DiscoveringProvider(issuer.issuer(), uri, limit, trust)
                            : new HttpProvider(uri, limit, trust),
                    host,
                    new FetchedKeys.Timing(
                            parameters.refreshInterval(), parameters.minRefreshInterval(), parameters.keysTtl()));
        } catch (IOException | GeneralSecurityException e) {
            throw AdapterException.permanent("ca_file of issuer " + issuer.issuer() + " cannot be used: " + e, e);
        }
    }

    private static void await(List<FetchedKeys> sources, Host host) throws AdapterException {
        var first = CompletableFuture.allOf(
                sources.stream().map(FetchedKeys::refresh).toArray(CompletableFuture[]::new));
        try {
            first.get(OPEN_WAIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            host.logger().log(System.Logger.Level.INFO, "opened before all keys are there: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AdapterException.transientFailure("interrupted while the keys were loaded", e);
        }
    }

    /** Not ready as long as no issuer's tokens can be verified; less than ready while one's cannot. */
    private static BackendState state(List<TrustedIssuer> issuers) {
        var troubled = issuers.stream()
                .map(issuer -> issuer.source().state())
                .filter(state -> state.phase() != Phase.READY)
                .toList();
        if (troubled.isEmpty()) {
            return BackendState.READY;
        }
        var detail = troubled.stream().map(BackendState::detail).collect(Collectors.joining("; "));
        boolean nobody = troubled.size() == issuers.size()
                && troubled.stream().allMatch(state -> state.phase() == Phase.CONNECTING);
        return nobody ? BackendState.connecting(detail) : BackendState.degraded(detail);
    }

    private static void judge(String jwks, String path, List<Problem> problems) {
        try {
            var keys = KeySet.parse(jwks);
            if (keys.size() == 0) {
                problems.add(Problem.error(path, "has no keys"));
            } else if (keys.passedOver() > 0) {
                problems.add(Problem.warning(
                        path, keys.passedOver() + " of the keys verify no signatures here and are passed over"));
            }
        } catch (IllegalArgumentException e) {
            problems.add(Problem.error(path, String.valueOf(e.getMessage())));
        }
    }
}
