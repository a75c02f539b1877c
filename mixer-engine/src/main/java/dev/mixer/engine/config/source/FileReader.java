package dev.mixer.engine.config.source;

import dev.mixer.engine.config.problem.LocatedProblem;
import dev.mixer.engine.config.problem.Place;
import dev.mixer.engine.config.yaml.YamlLimits;
import dev.mixer.engine.config.yaml.YamlParser;
import dev.mixer.spi.Problem.Severity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Reads the files of a listing, never more of one than the limit. */
final class FileReader {
    private final YamlLimits limits;

    FileReader(YamlLimits limits) {
        this.limits = limits;
    }

    ConfigFiles read(Listing listing) {
        List<ConfigFile> files = new ArrayList<>();
        List<LocatedProblem> problems = new ArrayList<>(listing.problems());
        for (Listing.Stamp stamp : listing.stamps()) {
            try {
                files.add(read(stamp));
            } catch (CharacterCodingException e) {
                problems.add(problem(stamp, "is not UTF-8 text; save it as UTF-8"));
            } catch (TooLargeException e) {
                problems.add(problem(stamp, new YamlParser(limits).tooLarge(e.bytes)));
            } catch (IOException e) {
                problems.add(problem(stamp, Walk.reason(e)));
            }
        }
        return new ConfigFiles(files, problems);
    }

    private ConfigFile read(Listing.Stamp stamp) throws IOException {
        int limit = (int) Math.min(limits.size().bytes(), Integer.MAX_VALUE - 8);
        if (stamp.size() > limit) {
            throw new TooLargeException(stamp.size());
        }
        try (var in = Files.newInputStream(stamp.path())) {
            // The file may have grown since it was listed.
            byte[] content = in.readNBytes(limit + 1);
            if (content.length > limit) {
                throw new TooLargeException(content.length);
            }
            return new ConfigFile(stamp.name(), decode(content), Digests.sha256(content));
        }
    }

    private static String decode(byte[] content) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(content))
                .toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static LocatedProblem problem(Listing.Stamp stamp, String message) {
        return LocatedProblem.at(Place.whole(stamp.name()), Severity.ERROR, "", "", message);
    }

    private static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        private final long bytes;

        TooLargeException(long bytes) {
            this.bytes = bytes;
        }
    }
}
