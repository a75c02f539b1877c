package dev.mixer.adapters.opa.input;

import dev.mixer.adapters.opa.projection.InputWriter;

/** The segments of a path, each decoded: {@code /a/b%20c} is {@code ["a", "b c"]}, {@code /} is {@code [""]}. */
final class ParsedPath {
    private ParsedPath() {}

    /** @param path canonical, without query */
    static void write(String path, InputWriter out) {
        out.beginArray();
        for (var segment : (path.startsWith("/") ? path.substring(1) : path).split("/", -1)) {
            var decoded = Percent.decode(segment, false);
            out.text(decoded == null ? segment : decoded);
        }
        out.endArray();
    }
}
