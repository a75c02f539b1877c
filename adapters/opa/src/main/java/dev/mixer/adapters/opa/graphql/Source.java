package dev.mixer.adapters.opa.graphql;

import graphql.GraphQLException;
import graphql.language.Document;
import graphql.language.SourceLocation;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.parser.ParserOptions;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A text with its places. The parser keeps the values of numbers and strings; how they are written is only in the text. */
final class Source {
    /** Larger texts are refused before they are read. */
    private static final int MOST_CHARACTERS = 1 << 20;

    private static final int MOST_TOKENS = 100_000;
    private static final int MOST_SPACE = 500_000;
    private static final int DEEPEST = 300;
    private static final Document NOTHING = Document.newDocument().build();
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private static final ParserOptions OPTIONS = ParserOptions.newParserOptions()
            .captureIgnoredChars(false)
            .captureLineComments(true)
            .captureSourceLocation(true)
            .maxCharacters(MOST_CHARACTERS)
            .maxTokens(MOST_TOKENS)
            .maxWhitespaceTokens(MOST_SPACE)
            .maxRuleDepth(DEEPEST)
            .readerTrackData(false)
            .build();

    private final String text;
    private final Places places;

    Source(String text) {
        this.text = text;
        places = new Places(text);
    }

    Document parse() throws GraphQlException {
        if (isEmpty()) {
            return NOTHING;
        }
        try {
            return Parser.parse(ParserEnvironment.newParserEnvironment()
                    .document(text)
                    .parserOptions(OPTIONS)
                    .locale(Locale.ENGLISH)
                    .build());
        } catch (InvalidSyntaxException e) {
            throw new GraphQlException("no GraphQL" + place(e.getLocation()));
        } catch (GraphQLException e) {
            throw new GraphQlException("no GraphQL");
        }
    }

    /** Whether there is nothing but space and comments, which OPA takes for a document without definitions. */
    private boolean isEmpty() {
        boolean comment = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                comment = false;
            } else if (c == '#') {
                comment = true;
            } else if (!comment && c != ' ' && c != '\t' && c != ',' && c != '\uFEFF') {
                return false;
            }
        }
        return true;
    }

    /** The number that begins at a place as it is written; {@code otherwise} where there is none. */
    String number(@Nullable SourceLocation place, String otherwise) {
        int at = offset(place);
        var matcher = NUMBER.matcher(text);
        return at >= 0 && matcher.find(at) && matcher.start() == at ? matcher.group() : otherwise;
    }

    /** Whether the string that begins at a place is a block. */
    boolean isBlock(@Nullable SourceLocation place) {
        return startsWith(place, "\"\"\"");
    }

    boolean startsWith(@Nullable SourceLocation place, String words) {
        int at = offset(place);
        return at >= 0 && text.startsWith(words, at);
    }

    /**
     * Whether a definition of the text has braces with nothing between them, which the specification forbids and the parser takes. An
     * empty value differs: it stands after an equals sign, or within brackets or parentheses.
     */
    boolean hasEmptyDefinition() {
        int depth = 0;
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '#' -> i = end("\n", i, 0);
                case '"' -> i = isBlock(i) ? end("\"\"\"", i + 3, 2) : string(i);
                case '(', '[' -> depth++;
                case ')', ']' -> depth--;
                case '}' -> {
                    if (before == '{') {
                        return true;
                    }
                }
                default -> {
                    // part of a name, a number or a sign
                }
            }
            if (c == '{') {
                before = depth == 0 && before != '=' ? '{' : ' ';
            } else if (c != '#' && c != ',' && c != '\uFEFF' && !Character.isWhitespace(c)) {
                before = c;
            }
        }
        return false;
    }

    private boolean isBlock(int at) {
        return text.startsWith("\"\"\"", at);
    }

    /** Where the last character of the next {@code words} is; the end of the text if there are none. */
    private int end(String words, int from, int more) {
        int at = text.indexOf(words, from);
        return at < 0 ? text.length() : at + more;
    }

    private int string(int start) {
        int at = start + 1;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at;
    }

    private int offset(@Nullable SourceLocation place) {
        return place == null ? -1 : places.offset(place.getLine(), place.getColumn());
    }

    static String place(@Nullable SourceLocation place) {
        return place == null ? "" : " at " + place.getLine() + ":" + place.getColumn();
    }
}
