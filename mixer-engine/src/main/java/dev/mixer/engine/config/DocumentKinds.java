package dev.mixer.engine.config;

import dev.mixer.engine.config.ratelimit.RateLimitSpec;
import dev.mixer.engine.config.spec.AuthorizationScopeSpec;
import dev.mixer.engine.config.spec.HandlerSpec;
import dev.mixer.engine.config.spec.InstanceSpec;
import dev.mixer.engine.config.spec.ManifestSpec;
import dev.mixer.engine.config.spec.QuotaSpec;
import dev.mixer.engine.config.spec.QuotaSpecBinding;
import dev.mixer.engine.config.spec.RuleSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The kinds of documents and the records that their specs fill, for who describes them. */
public final class DocumentKinds {
    /** What a document with {@code domain} and {@code descriptors} and without a kind fills. */
    public static final Class<? extends Record> RATE_LIMITS = RateLimitSpec.class;

    private DocumentKinds() {}

    /** Each kind with the record of its {@code spec}. */
    public static Map<String, Class<? extends Record>> specs() {
        var specs = new TreeMap<String, Class<? extends Record>>(Map.of(
                "handler", HandlerSpec.class,
                "instance", InstanceSpec.class,
                "rule", RuleSpec.class,
                "attributemanifest", ManifestSpec.class,
                "QuotaSpec", QuotaSpec.class,
                "QuotaSpecBinding", QuotaSpecBinding.class,
                "AuthorizationScope", AuthorizationScopeSpec.class));
        PolicyReader.SPECS.forEach((kind, type) -> specs.put(kind, type.asSubclass(Record.class)));
        return specs;
    }

    /** The group of a kind, {@code security.istio.io}; kinds that are not listed are adapters and templates of the older form. */
    public static String group(String kind) {
        return groupOf(kind).text();
    }

    /** What may stand as {@code apiVersion} of a kind. */
    public static SortedSet<String> apiVersions(String kind) {
        var group = groupOf(kind);
        var versions = new TreeSet<String>();
        group.versions().forEach(version -> versions.add(group.text() + "/" + version));
        return versions;
    }

    private static ApiGroup groupOf(String kind) {
        return Arrays.stream(ApiGroup.values())
                .filter(each -> each.kinds().contains(kind))
                .findFirst()
                .orElse(ApiGroup.CONFIG);
    }
}
