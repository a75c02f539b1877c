package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Verifies a chain of certificates: the first is trusted, the last is in question, the others may be between them. */
final class X509Path {
    private static final long NANOS = 1_000_000_000L;
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

    private static final Map<String, String> USAGES = Map.ofEntries(
            Map.entry("KeyUsageAny", X509Extensions.ANY_USAGE),
            Map.entry("KeyUsageServerAuth", SERVER_AUTH),
            Map.entry("KeyUsageClientAuth", "1.3.6.1.5.5.7.3.2"),
            Map.entry("KeyUsageCodeSigning", "1.3.6.1.5.5.7.3.3"),
            Map.entry("KeyUsageEmailProtection", "1.3.6.1.5.5.7.3.4"),
            Map.entry("KeyUsageIPSECEndSystem", "1.3.6.1.5.5.7.3.5"),
            Map.entry("KeyUsageIPSECTunnel", "1.3.6.1.5.5.7.3.6"),
            Map.entry("KeyUsageIPSECUser", "1.3.6.1.5.5.7.3.7"),
            Map.entry("KeyUsageTimeStamping", "1.3.6.1.5.5.7.3.8"),
            Map.entry("KeyUsageOCSPSigning", "1.3.6.1.5.5.7.3.9"),
            Map.entry("KeyUsageMicrosoftServerGatedCrypto", "1.3.6.1.4.1.311.10.3.3"),
            Map.entry("KeyUsageNetscapeServerGatedCrypto", "2.16.840.1.113730.4.1"),
            Map.entry("KeyUsageMicrosoftCommercialCodeSigning", "1.3.6.1.4.1.311.2.1.22"),
            Map.entry("KeyUsageMicrosoftKernelCodeSigning", "1.3.6.1.4.1.311.61.1.1"));

    private X509Path() {}

    /**
     * What is asked of the last certificate.
     *
     * @param dnsName the name that it must be for, or empty
     * @param time the time to hold against validity
     * @param usages the extended usages of which it must allow one
     */
    record Options(String dnsName, Instant time, List<String> usages) {
        static Options read(RegoObject options, BuiltinContext context) throws BuiltinException {
            var dnsName = "";
            long nanos = context.nowNanos();
            var usages = new ArrayList<String>();
            for (int i = 0; i < options.size(); i++) {
                var value = options.values().get(i);
                switch (options.keys().get(i) instanceof RegoString(var name) ? name : "") {
                    case "DNSName" -> dnsName = Operands.string(value, 2);
                    case "CurrentTime" -> nanos = Operands.whole(value, 2);
                    case "MaxConstraintComparisons" -> {
                        RegoNumber _ = Operands.number(value, 2); // Java bounds its work by itself
                    }
                    case "KeyUsages" -> {
                        for (var usage : Operands.strings(value, 2)) {
                            var known = USAGES.get(usage);
                            if (known == null) {
                                throw new BuiltinException("KeyUsages has an entry that is not known");
                            }
                            usages.add(known);
                        }
                    }
                    default -> throw new BuiltinException("an option of the verification is not known");
                }
            }
            var time = Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
            return new Options(dnsName, time, usages.isEmpty() ? List.of(SERVER_AUTH) : usages);
        }
    }

    /** The chain from the last certificate to the trusted one. */
    static List<X509Certificate> verify(List<X509Certificate> certificates, Options options) throws BuiltinException {
        if (certificates.size() < 2) {
            throw new BuiltinException("a chain needs two certificates");
        }
        var leaf = certificates.getLast();
        var root = certificates.getFirst();
        var chain = new ArrayList<X509Certificate>();
        try {
            var target = new X509CertSelector();
            target.setCertificate(leaf);
            var parameters = new PKIXBuilderParameters(Set.of(new TrustAnchor(root, null)), target);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(options.time()));
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(certificates)));
            root.checkValidity(Date.from(options.time())); // Java trusts an anchor for ever
            var result = (PKIXCertPathBuilderResult)
                    CertPathBuilder.getInstance("PKIX").build(parameters);
            result.getCertPath().getCertificates().forEach(one -> chain.add((X509Certificate) one));
            chain.add(root);
            for (var certificate : chain.subList(0, chain.size() - 1)) {
                checkUsage(certificate, options.usages());
            }
            checkName(leaf, options.dnsName());
        } catch (GeneralSecurityException e) {
            throw new BuiltinException("the chain is not verified", e);
        }
        return chain;
    }

    private static void checkUsage(X509Certificate certificate, List<String> wanted)
            throws GeneralSecurityException, BuiltinException {
        var allowed = certificate.getExtendedKeyUsage();
        boolean fits = allowed == null
                || wanted.contains(X509Extensions.ANY_USAGE)
                || allowed.contains(X509Extensions.ANY_USAGE)
                || wanted.stream().anyMatch(allowed::contains);
        if (!fits) {
            throw new BuiltinException("a certificate is for another usage");
        }
    }

    private static void checkName(X509Certificate leaf, String name) throws GeneralSecurityException, BuiltinException {
        if (name.isEmpty()) {
            return;
        }
        var plain = name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
        var address = IpAddress.read(plain);
        var names = leaf.getSubjectAlternativeNames();
        for (var alternative : names == null ? List.<List<?>>of() : names) {
            boolean fits = alternative.get(1) instanceof String text
                    && switch ((Integer) alternative.getFirst()) {
                        case 2 -> address == null && matches(text, name);
                        case 7 -> address != null && address.equals(IpAddress.read(text));
                        default -> false;
                    };
            if (fits) {
                return;
            }
        }
        throw new BuiltinException("the certificate is for another name");
    }

    /** A star stands for the first label, whole (RFC 6125). */
    private static boolean matches(String pattern, String name) {
        var wanted = name.toLowerCase(Locale.ROOT);
        var offered = pattern.toLowerCase(Locale.ROOT);
        int dot = wanted.indexOf('.');
        return offered.equals(wanted)
                || (offered.startsWith("*.") && dot > 0 && wanted.substring(dot).equals(offered.substring(1)));
    }
}
