package dev.mixer.adapters.opa.source;

import dev.mixer.adapters.opa.value.RegoObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Reads tables: files of JSON or YAML ({@code .yaml}, {@code .yml}) with one object, whose keys are those of the table. Stateless. */
public final class TableReader {
    private TableReader() {}

    /**
     * The bytes of a file.
     *
     * @param limit how many it may have
     */
    public static byte[] bytes(Path file, long limit) throws InvalidPolicyException, IOException {
        try {
            if (Files.size(file) > limit) {
                throw new InvalidPolicyException(file + ": has more than " + limit + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new InvalidPolicyException("there is no " + file);
        }
    }

    /** The table that the bytes of a file hold. */
    public static RegoObject read(Path file, byte[] content) throws InvalidPolicyException {
        var name = file.toString();
        if (DataDocument.read(name, content) instanceof RegoObject table) {
            return table;
        }
        throw new InvalidPolicyException(name + ": the table must be an object, whose keys are looked up");
    }

    /** Whether two files with the same bytes hold the same table: what of the name says how it is read. */
    public static boolean isJson(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
    }
}
