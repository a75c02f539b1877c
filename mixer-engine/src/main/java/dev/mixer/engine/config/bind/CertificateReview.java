package dev.mixer.engine.config.bind;

import dev.mixer.engine.config.problem.ProblemScope;
import dev.mixer.engine.config.yaml.YamlNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Warns of certificates out of their time in the files that parameters name. A warning, as a certificate that ends must not keep
 * later configurations from taking effect. Files without certificates are left to whose they are.
 */
public final class CertificateReview {
    private static final long LARGEST = 1 << 20;
    private static final String BEGINNING = "-----BEGIN CERTIFICATE-----";

    private final InstantSource clock;

    /** A review as of the time that {@code clock} tells. */
    public CertificateReview(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Looks at every {@code Path} inside a record.
     *
     * @param bound the record
     * @param written the node that it was bound from
     * @param scope the scope that it was bound in
     */
    public void review(Record bound, YamlNode written, ProblemScope scope) {
        record(bound, "", written, scope);
    }

    private void record(Record bound, String path, YamlNode written, ProblemScope scope) {
        for (var component : bound.getClass().getRecordComponents()) {
            var field = path.isEmpty() ? component.getName() : path + "." + component.getName();
            value(value(bound, component), field, written, scope);
        }
    }

    private void value(@Nullable Object value, String path, YamlNode written, ProblemScope scope) {
        switch (value) {
            case Optional<?> optional -> value(optional.orElse(null), path, written, scope);
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    value(list.get(i), path + "[" + i + "]", written, scope);
                }
            }
            case Record record -> record(record, path, written, scope);
            case Path file ->
                fault(file)
                        .ifPresent(fault -> scope.field(path)
                                .warning(ParameterProblems.placeOf(written, path), "the file " + file + " " + fault));
            case null, default -> {}
        }
    }

    private static @Nullable Object value(Record record, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            return accessor.trySetAccessible() ? accessor.invoke(record) : null;
        } catch (ReflectiveOperationException e) {
            return null; // a record that hides a component keeps its files to itself
        }
    }

    private Optional<String> fault(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                return Optional.empty();
            }
            var bytes = Files.readAllBytes(file);
            if (!new String(bytes, StandardCharsets.ISO_8859_1).contains(BEGINNING)) {
                return Optional.empty();
            }
            var certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            return fault(certificates, clock.instant());
        } catch (IOException | CertificateException e) {
            return Optional.empty(); // whoever uses the file says so
        }
    }

    /**
     * Why certificates cannot be relied on at a time: the first is nobody's authority and out of its time, or all are. Of several
     * authorities one may have ended long ago.
     */
    public static Optional<String> fault(Collection<X509Certificate> certificates, Instant now) {
        if (certificates.isEmpty()) {
            return Optional.empty();
        }
        var first = certificates.iterator().next();
        boolean bad = first.getBasicConstraints() < 0
                ? isOut(first, now)
                : certificates.stream().allMatch(certificate -> isOut(certificate, now));
        return bad ? Optional.of(says(first, now)) : Optional.empty();
    }

    private static boolean isOut(X509Certificate certificate, Instant now) {
        return now.isBefore(certificate.getNotBefore().toInstant())
                || now.isAfter(certificate.getNotAfter().toInstant());
    }

    private static String says(X509Certificate certificate, Instant now) {
        boolean ended = now.isAfter(certificate.getNotAfter().toInstant());
        var date = (ended ? certificate.getNotAfter() : certificate.getNotBefore()).toInstant();
        return "holds a certificate (" + certificate.getSubjectX500Principal().getName() + ") that "
                + (ended ? "ended on " : "begins on ")
                + date.atOffset(ZoneOffset.UTC).toLocalDate()
                + "; whoever checks it refuses it";
    }
}
