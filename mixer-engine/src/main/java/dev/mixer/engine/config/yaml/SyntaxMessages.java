package dev.mixer.engine.config.yaml;

import dev.mixer.engine.config.problem.Place;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** The parser's complaints in words for the person who wrote the file. */
final class SyntaxMessages {
    private SyntaxMessages() {}

    static Place place(String file, MarkedYamlEngineException e) {
        // What is never closed is best looked for where it was opened.
        var mark = isEndOfFile(e)
                ? e.getContextMark().or(e::getProblemMark)
                : e.getProblemMark().or(e::getContextMark);
        return mark.map(found -> new Place(file, found.getLine() + 1, found.getColumn() + 1))
                .orElse(Place.whole(file));
    }

    static Place placeAt(String file, String text, int codePoints) {
        int line = 1;
        int column = 1;
        int end = text.offsetByCodePoints(0, Math.min(codePoints, text.codePointCount(0, text.length())));
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line++;
                column = 1;
            } else if (!Character.isLowSurrogate(c)) {
                column++;
            }
        }
        return new Place(file, line, column);
    }

    private static boolean isEndOfFile(MarkedYamlEngineException e) {
        String problem = problemOf(e);
        return problem.contains("end of stream") || problem.contains("<stream end>");
    }

    private static String problemOf(MarkedYamlEngineException e) {
        return e.getProblem() == null ? "" : e.getProblem();
    }

    static String text(MarkedYamlEngineException e) {
        String problem = problemOf(e);
        if (problem.contains("\\t") || problem.contains("TAB")) {
            return "a tab stands where YAML wants blanks; indent with blanks";
        }
        if (problem.contains("mapping values are not allowed here")) {
            return "a second ': ' stands in one line; put the value in quotes, or check the indentation";
        }
        if (problem.contains("expected <block end>")) {
            return "the indentation does not fit what stands above, or a '-' or ':' is missing";
        }
        if (problem.contains("could not find expected ':'")) {
            return "a ':' is missing after the key, or the text needs quotes";
        }
        if (problem.contains("found unexpected end of stream")) {
            return "a quote is opened and not closed";
        }
        if (problem.contains("<stream end>")) {
            return "a '[' or '{' is opened and not closed";
        }
        if (problem.contains("expected ',' or")) {
            return "a ',' or the closing " + (problem.contains("'}'") ? "'}'" : "']'") + " is missing before this";
        }
        String context = e.getContext() == null ? "" : e.getContext() + ": ";
        return "not YAML: " + context + problem;
    }
}
