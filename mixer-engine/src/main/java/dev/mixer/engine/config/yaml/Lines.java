package dev.mixer.engine.config.yaml;

/** Cuts the written form of a value out of a text, by line and column of the parser (from 0, in code points). */
final class Lines {
    private final String text;
    private final int[] starts;

    Lines(String text) {
        this.text = text;
        this.starts = startsOf(text);
    }

    private static int[] startsOf(String text) {
        var starts = java.util.stream.IntStream.builder().add(0);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean firstOfPair = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if (c == '\n' || (c == '\r' && !firstOfPair)) {
                starts.add(i + 1);
            }
        }
        return starts.build().toArray();
    }

    int count() {
        return starts.length;
    }

    /** A whole line without its break. */
    String line(int line) {
        int end = line + 1 < starts.length ? starts[line + 1] : text.length();
        while (end > starts[line] && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(starts[line], end);
    }

    /** What stands on one line between two columns. */
    String slice(int line, int from, int to) {
        if (line >= starts.length) {
            return "";
        }
        int start = text.offsetByCodePoints(starts[line], from);
        return text.substring(start, text.offsetByCodePoints(start, to - from));
    }
}
