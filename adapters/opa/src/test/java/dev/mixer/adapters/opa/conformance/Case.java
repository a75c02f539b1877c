package dev.mixer.adapters.opa.conformance;

import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoBoolean;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One of OPA's compliance cases as {@code tools/rego} compiles it; see there for the members of {@code line}. */
record Case(Path folder, int number, RegoObject line) {
    /** Reads the cases of a folder. */
    static List<Case> readAll(Path folder) throws IOException, MalformedValueException {
        var lines = Files.readAllLines(folder.resolve("cases.jsonl"));
        var cases = new java.util.ArrayList<Case>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            cases.add(new Case(folder, i, (RegoObject) Json.parse(lines.get(i))));
        }
        return cases;
    }

    String note() {
        return text("note");
    }

    String file() {
        return text("file");
    }

    private String text(String member) {
        return line.get(member) instanceof RegoString(var text) ? text : "";
    }

    private boolean flag(String member) {
        return line.get(member) instanceof RegoBoolean(var value) && value;
    }

    byte[] wasm() throws IOException {
        return unpacked(".wasm.gz");
    }

    boolean hasPlan() {
        return flag("plan");
    }

    byte[] plan() throws IOException {
        return unpacked(".plan.json.gz");
    }

    private byte[] unpacked(String suffix) throws IOException {
        try (var file = new GZIPInputStream(Files.newInputStream(folder.resolve(number + suffix)))) {
            return file.readAllBytes();
        }
    }

    byte[] data() {
        var data = line.get("data");
        return Json.write(data == null ? RegoObject.EMPTY : data).getBytes(StandardCharsets.UTF_8);
    }

    /** A value text; empty for no input. */
    byte[] input() {
        return text("input").getBytes(StandardCharsets.UTF_8);
    }

    String compileError() {
        return text("compile_error");
    }

    @Nullable
    Boolean wantDefined() {
        return line.get("want_defined") instanceof RegoBoolean(var defined) ? defined : null;
    }

    @Nullable
    RegoArray wantResult() {
        return line.get("want_result") instanceof RegoArray result ? result : null;
    }

    boolean wantsError() {
        return !text("want_error_code").isEmpty() || !text("want_error").isEmpty();
    }

    boolean wantsConflict() {
        return text("want_error_code").equals("eval_conflict_error");
    }

    boolean strictError() {
        return flag("strict_error");
    }

    boolean sortBindings() {
        return flag("sort_bindings");
    }

    /** What the environment is while the policy runs. */
    RegoObject environment() {
        return line.get("env") instanceof RegoObject environment ? environment : RegoObject.EMPTY;
    }

    /** A value as JSON has it, where sets are sorted arrays. */
    static RegoValue asJson(RegoValue value) throws MalformedValueException {
        return Json.parse(Json.write(value));
    }
}
