package dev.mixer.server.grpc;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The SPIFFE name in a certificate. */
final class SpiffeName {
    private static final int URI = 6;
    private static final int LONGEST = 2048;
    private static final String SCHEME = "spiffe://";

    /** As the SPIFFE standard has it: what it excludes, such as escapes and dot segments, could be read in two ways. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,255}(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._-]+)*");

    private SpiffeName() {}

    /** The only URI among the alternative names, without {@code spiffe://}; null if there is none, another or a second. */
    static @Nullable String of(X509Certificate certificate) {
        try {
            var names = certificate.getSubjectAlternativeNames();
            if (names == null) {
                return null;
            }
            var uris = names.stream()
                    .filter(name -> Integer.valueOf(URI).equals(name.getFirst()))
                    .map(List::getLast)
                    .toList();
            return uris.size() == 1 && uris.getFirst() instanceof String uri ? of(uri) : null;
        } catch (CertificateParsingException e) {
            return null;
        }
    }

    static @Nullable String of(String uri) {
        if (!uri.startsWith(SCHEME) || uri.length() > LONGEST) {
            return null;
        }
        var name = uri.substring(SCHEME.length());
        return NAME.matcher(name).matches() ? name : null;
    }
}
