package dev.mixer.adapters.opa.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.adapters.opa.Archives;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that are damaged, or made to harm. */
class ArchiveTest {
    private static final long LIMIT = 1 << 20;
    private static final String TOO_LARGE = "b: has more than 1048576 bytes when it is unpacked";
    private static final Map<String, String> FILES = Map.of("policy.rego", "package p\n", "data.json", "{\"a\": 1}");

    private static Map<String, byte[]> read(byte[] archive) throws InvalidPolicyException {
        return Archive.read(new ByteArrayInputStream(archive), "b", LIMIT);
    }

    private static void refused(byte[] archive, String fault) {
        assertThatThrownBy(() -> read(archive))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining(fault);
    }

    @Test
    void onePartOfAnArchiveIsNone() throws Exception {
        var whole = Archives.of(FILES);
        assertThat(read(whole)).containsOnlyKeys("policy.rego", "data.json");
        for (int length = 0; length < whole.length; length++) {
            refused(Arrays.copyOf(whole, length), "b: is no archive (.tar.gz), or a damaged one");
        }
    }

    @Test
    void aBitThatFellOverIsFound() throws Exception {
        var tar = new ByteArrayOutputStream();
        try (var out = new TarArchiveOutputStream(tar)) {
            Archives.add(out, new TarArchiveEntry("data.json"), "{\"a\": 1}".getBytes(UTF_8));
        }
        var stored = new GzipParameters();
        stored.setCompressionLevel(Deflater.NO_COMPRESSION); // so that the flipped bit is one of the content
        var bytes = new ByteArrayOutputStream();
        try (var out = new GzipCompressorOutputStream(bytes, stored)) {
            tar.writeTo(out);
            out.write(new byte[1 << 16]); // after the archive's end, before the checksum
        }
        var archive = bytes.toByteArray();
        assertThat(read(archive)).hasSize(1);
        var text = new String(archive, java.nio.charset.StandardCharsets.ISO_8859_1);
        archive[text.indexOf("{\"a\": 1}") + 6] ^= 2;
        refused(archive, "damaged");
    }

    @Test
    void whatGrowsWithoutEndIsGivenUp() {
        var zeros = new byte[8 << 20];
        var header = ((8 << 20) + " path=" + "x".repeat((8 << 20) - 14) + "\n").getBytes(UTF_8);
        refused(Archives.write(tar -> Archives.add(tar, new TarArchiveEntry("data.json"), zeros)), TOO_LARGE);
        refused(
                Archives.write(tar -> Archives.add(tar, new TarArchiveEntry("link", TarConstants.LF_SYMLINK), zeros)),
                TOO_LARGE);
        refused(
                Archives.write(tar ->
                        Archives.add(tar, new TarArchiveEntry("long", TarConstants.LF_PAX_EXTENDED_HEADER_LC), header)),
                TOO_LARGE);
        refused(
                Archives.write(tar -> {
                    for (int i = 0; i < 10_000; i++) {
                        Archives.add(tar, new TarArchiveEntry("folder" + i + "/"), new byte[0]);
                    }
                }),
                TOO_LARGE);
        refused(
                Archives.write(tar -> {
                    for (int i = 0; i < 20; i++) {
                        Archives.add(tar, new TarArchiveEntry("data" + i), new byte[100_000]);
                    }
                }),
                TOO_LARGE);
    }

    @Test
    void entriesAreCounted() {
        var archive = Archives.write(tar -> {
            for (int i = 0; i <= 100_000; i++) {
                Archives.add(tar, new TarArchiveEntry("d/"), new byte[0]);
            }
        });
        assertThatThrownBy(() -> Archive.read(new ByteArrayInputStream(archive), "b", 1 << 30))
                .hasMessage("b: has more than 100000 entries");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../p.rego", "a/../../p.rego", "/../p.rego", "a/..", "a\\..\\p.rego", "./../p.rego"})
    void aPathThatLeadsOutIsRefused(String path) {
        refused(
                Archives.write(
                        tar -> Archives.add(tar, new TarArchiveEntry(path, true), "package p\n".getBytes(UTF_8))),
                "leads out of the archive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/p.rego", "/a/p.rego", "./a/p.rego", ".//a/p.rego"})
    void pathsAreThoseWithinTheArchive(String path) throws Exception {
        assertThat(read(Archives.write(
                        tar -> Archives.add(tar, new TarArchiveEntry(path, true), "package p\n".getBytes(UTF_8)))))
                .containsOnlyKeys("a/p.rego");
    }

    @Test
    void linksAndDevicesAreNoFiles() throws Exception {
        var archive = Archives.write(tar -> {
            for (byte kind : new byte[] {
                TarConstants.LF_SYMLINK,
                TarConstants.LF_LINK,
                TarConstants.LF_CHR,
                TarConstants.LF_BLK,
                TarConstants.LF_FIFO
            }) {
                Archives.add(tar, new TarArchiveEntry("data.json", kind), new byte[0]);
            }
            Archives.add(tar, new TarArchiveEntry("policy.rego"), "package p\n".getBytes(UTF_8));
        });
        assertThat(read(archive)).containsOnlyKeys("policy.rego");
    }

    @Test
    void twoFilesOfOneNameAreRefused() {
        refused(
                Archives.write(tar -> {
                    Archives.add(tar, new TarArchiveEntry("p.rego"), new byte[0]);
                    Archives.add(tar, new TarArchiveEntry("./p.rego"), new byte[0]);
                }),
                "b: has two files p.rego");
    }
}
