package dev.mixer.adapters.opa.wasm;

import dev.mixer.testkit.backend.Backends;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/** Policies for tests, compiled by OPA. */
public final class Policies {
    /** The entry points of {@code policies/basic.rego}. */
    public static final List<String> BASIC = List.of(
            "basic/allow",
            "basic/echo",
            "basic/conflict",
            "basic/endless",
            "basic/hog",
            "basic/big",
            "basic/nested",
            "basic/now",
            "basic/said",
            "basic/limit");

    private static final int BLOCK = 512;

    private Policies() {}

    /** The module of {@code policies/basic.rego}. */
    public static byte[] basic() throws IOException {
        return wasm(Path.of("src/test/resources/policies/basic.rego"), BASIC);
    }

    /** What {@code opa build} makes of a source for WebAssembly. */
    public static byte[] wasm(Path source, List<String> entrypoints) throws IOException {
        return build("wasm", source, entrypoints, "/policy.wasm");
    }

    /** The plan that {@code opa build} makes of a source. */
    public static byte[] plan(Path source, List<String> entrypoints) throws IOException {
        return build("plan", source, entrypoints, "/plan.json");
    }

    private static byte[] build(String target, Path source, List<String> entrypoints, String file) throws IOException {
        var bundle = Files.createTempFile("policy", ".tar.gz");
        try {
            var command =
                    new ArrayList<>(List.of(Backends.opa().toString(), "build", "-t", target, "-o", bundle.toString()));
            for (var entrypoint : entrypoints) {
                command.add("-e");
                command.add(entrypoint);
            }
            command.add(source.toString());
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException("opa build failed: " + said);
            }
            var content = unpacked(Files.readAllBytes(bundle)).get(file);
            if (content == null) {
                throw new IOException("opa build made no " + file);
            }
            return content;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.deleteIfExists(bundle);
        }
    }

    /** The files of an archive that {@code opa build} made; nothing for archives of others. */
    private static Map<String, byte[]> unpacked(byte[] archive) throws IOException {
        var files = new TreeMap<String, byte[]>();
        try (var in = new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(archive)))) {
            var header = new byte[BLOCK];
            for (in.readFully(header); header[0] != 0; in.readFully(header)) {
                int size = Integer.parseInt(text(header, 124, 12), 8);
                files.put(text(header, 0, 100), in.readNBytes(size));
                in.skipNBytes(Math.floorMod(-size, BLOCK));
            }
        }
        return files;
    }

    private static String text(byte[] header, int from, int length) {
        var field = new String(Arrays.copyOfRange(header, from, from + length), StandardCharsets.US_ASCII);
        int end = field.indexOf('\0');
        return (end < 0 ? field : field.substring(0, end)).strip();
    }
}
