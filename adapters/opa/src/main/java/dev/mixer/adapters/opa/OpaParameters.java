package dev.mixer.adapters.opa;

import dev.mixer.spi.DataSize;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which policy decides, and what it may use. Exactly one of {@code path}, {@code policy} and {@code bundles}
 * says where it is.
 *
 * @param path a folder with modules and data, one module ({@code .rego}), a bundle ({@code .tar.gz}) or a compiled policy ({@code .wasm})
 * @param policy modules as texts, as the original adapter has them
 * @param bundles bundles as OPA makes them, which are one policy together
 * @param entrypoint the rule that decides, {@code envoy/authz/allow}
 * @param checkMethod the same as the original adapter writes it, {@code data.envoy.authz.allow}
 * @param failClose of the original adapter: a policy with faults is never taken into force here, so that only true has a meaning
 * @param dryRun whether refusals are told and let pass
 * @param opa OPA's command; empty: {@code MIXER_OPA}, or {@code opa} of the PATH
 * @param evaluationLimit how long one evaluation may take
 * @param memory how much memory each copy of the policy may take, data included
 * @param maxInput the longest input
 * @param maxPolicy how large a bundle may be when it is unpacked, and each table
 * @param tables large tables by the names under which {@code mixer.lookup} finds them, each a file of JSON or YAML
 * @param instances how many evaluations may run at once, each with a copy of the data; 0: two for each processor
 * @param cachingInterval how long callers may reuse an answer of a policy that reads neither clock nor chance nor other servers
 * @param cachingUseCount how many requests may reuse it
 * @param httpSend what the policy may ask of servers; absent: nothing
 */
public record OpaParameters(
        @Description(
                "A folder with modules and data, one module (.rego), a bundle (.tar.gz) or a compiled policy (.wasm).")
        Optional<Path> path,

        @Description("Modules as texts.") List<String> policy,

        @Description("Bundles as OPA makes them, which are one policy together.")
        List<BundleParameters> bundles,

        @Description("The rule that decides; left out: envoy/authz/allow, or what check_method says.")
        Optional<String> entrypoint,

        @Description("The same as data.PACKAGE.RULE.") Optional<String> checkMethod,

        @Description("Has no effect but for the original's files: a policy with faults is never taken into force.")
        @DefaultValue("true")
        boolean failClose,

        @Description("Whether refusals are told and let pass.") @DefaultValue("false")
        boolean dryRun,

        @Description("OPA's command, which compiles Rego; left out: MIXER_OPA, or opa of the PATH.")
        Optional<Path> opa,

        @Description("How long one evaluation may take, 1ms to 10s.") @DefaultValue("100ms")
        Duration evaluationLimit,

        @Description("How much memory each copy of the policy may take, data included; 1MiB to 2000MiB.")
        @DefaultValue("64MiB")
        DataSize memory,

        @Description("The longest input, at most 16MiB.") @DefaultValue("1MiB")
        DataSize maxInput,

        @Description("How large a bundle may be when it is unpacked, and each table.") @DefaultValue("256MiB")
        DataSize maxPolicy,

        @Description(
                "Large tables by the names under which mixer.lookup(TABLE, KEY) finds them: files of JSON or YAML with one"
                        + " object each, live.")
        Map<String, Path> tables,

        @Description("How many evaluations may run at once, each with a copy of the data; 0: two for each processor.")
        @DefaultValue("0")
        long instances,

        @Description(
                "How long callers may reuse an answer of a policy that reads neither clock nor chance nor servers.")
        @DefaultValue("60s")
        Duration cachingInterval,

        @Description("How many requests may reuse an answer, 0 to 2147483647.") @DefaultValue("10000")
        long cachingUseCount,

        @Description("What the policy may ask of servers with http.send and net.lookup_ip_addr; left out: nothing.")
        Optional<HttpSendParameters> httpSend) {
    private static final String USUAL_ENTRYPOINT = "envoy/authz/allow";
    private static final String DATA = "data.";
    private static final long MEBIBYTE = 1 << 20;

    public OpaParameters {
        policy = List.copyOf(policy);
        bundles = List.copyOf(bundles);
        tables = Map.copyOf(tables);
        if (Stream.of(path.isPresent(), !policy.isEmpty(), !bundles.isEmpty())
                        .filter(given -> given)
                        .count()
                != 1) {
            throw new IllegalArgumentException("needs exactly one of path, policy and bundles");
        }
        var names = new HashSet<String>();
        for (var bundle : bundles) {
            if (!names.add(bundle.name())) {
                throw new IllegalArgumentException("two bundles are called " + bundle.name());
            }
        }
        if (entrypoint.isPresent() && checkMethod.isPresent()) {
            throw new IllegalArgumentException("only one of entrypoint and check_method");
        }
        entrypoint.ifPresent(OpaParameters::requireEntrypoint);
        if (checkMethod.isPresent() && !checkMethod.get().matches("data(\\.[A-Za-z_][A-Za-z0-9_]*)+")) {
            throw new IllegalArgumentException(
                    "check_method '" + checkMethod.get() + "' is not of the form data.PACKAGE.RULE");
        }
        for (var table : tables.keySet()) {
            if (!table.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
                throw new IllegalArgumentException(
                        "name '" + table + "' of a table is not of letters, digits and . _ - (at most 100)");
            }
        }
        requireIn("evaluation_limit", evaluationLimit, Duration.ofMillis(1), Duration.ofSeconds(10));
        requireIn("caching_interval", cachingInterval, Duration.ZERO, Duration.ofDays(1));
        requireIn("memory", memory.bytes(), MEBIBYTE, 2_000 * MEBIBYTE);
        requireIn("max_input", maxInput.bytes(), 1, 16 * MEBIBYTE);
        requireIn("max_policy", maxPolicy.bytes(), 1, 4_096 * MEBIBYTE);
        requireIn("instances", instances, 0, 1_024);
        requireIn("caching_use_count", cachingUseCount, 0, Integer.MAX_VALUE);
    }

    /** The path of the rule that decides. */
    public String decidingRule() {
        return entrypoint
                .or(() -> checkMethod.map(
                        method -> method.substring(DATA.length()).replace('.', '/')))
                .orElse(USUAL_ENTRYPOINT);
    }

    private static void requireEntrypoint(String path) {
        if (!path.matches("[^/.\\s]+(/[^/\\s]+)*")) {
            throw new IllegalArgumentException(
                    "entrypoint '" + path + "' is not of the form PACKAGE/RULE, such as " + USUAL_ENTRYPOINT);
        }
    }

    static void requireIn(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " " + value + " is not in " + least + " to " + most);
        }
    }

    static void requireIn(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " " + value + " is not in " + least + " to " + most);
        }
    }
}
