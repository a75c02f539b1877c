package dev.mixer.adapters.opa.source;

import dev.mixer.adapters.opa.value.RegoObject;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it was found: sources or a compiled module or both, and data.
 *
 * @param name what it was found in, for messages
 * @param sources in the order of their names, without tests
 * @param data what rules read as {@code data}
 * @param compiled a module that was found beside the sources, or alone; null: there is none
 * @param revision what its makers call it; empty: nothing
 */
public record PolicyFiles(
        String name,
        List<RegoSource> sources,
        RegoObject data,
        @Nullable Compiled compiled,
        String revision) {
    public PolicyFiles {
        sources = List.copyOf(sources);
    }

    /**
     * A compiled module.
     *
     * @param wasm the module
     * @param plan OPA's plan of the same policy, which tells what it reads of the input; null: not known
     * @param sources the digest of the sources that it was compiled from; empty: it is not known which
     * @param answers the entrypoints that a manifest has it answer, whatever the sources beside it say: of these OPA's compiler takes
     *     out what the module answers
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; a copy of a module for each look at it is dear
    public record Compiled(byte[] wasm, byte @Nullable [] plan, String sources, Set<String> answers) {
        public Compiled {
            answers = Set.copyOf(answers);
        }

        /** A module about which no manifest says anything. */
        public Compiled(byte[] wasm, byte @Nullable [] plan, String sources) {
            this(wasm, plan, sources, Set.of());
        }
    }

    /** The digest of the sources, whatever their folder is called: SHA-256 in hexadecimal digits. */
    public String sourcesDigest() {
        var sha = Sha256.digest();
        for (var source : sources) {
            sha.update(source.text().getBytes(StandardCharsets.UTF_8));
            sha.update((byte) (source.version() == 0 ? 1 : 0));
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    /**
     * Whether the module that was found answers for a rule: a manifest says so, or it is of these sources, or there are none that it
     * could contradict.
     */
    public boolean isCompiled(String rule) {
        return compiled != null
                && (sources.isEmpty()
                        || compiled.answers().contains(rule)
                        || compiled.sources().equals(sourcesDigest()));
    }
}
