package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.builtin.TemplateNode.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads templates of Go's package text/template, of which only paths, {@code if}, {@code with}, {@code range}, comments and the marks
 * that trim space are here. Whatever else a template holds (functions, pipes, literals, assignments) makes it fail, so that no
 * template ever comes out other than Go would have it.
 */
final class TemplateReader {
    private static final String NAME = "[\\p{L}_][\\p{L}\\p{Nd}_]*";
    private static final Pattern PATH = Pattern.compile("\\.|(?:\\$(?:" + NAME + ")?)?(?:\\." + NAME + ")*");
    private static final Pattern RANGE = Pattern.compile(
            "(?:(\\$" + NAME + ")[ \\t\\r\\n]*(?:,[ \\t\\r\\n]*(\\$" + NAME + ")[ \\t\\r\\n]*)?:=[ \\t\\r\\n]*)?(.*)",
            Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile("(- )?/\\*.*\\*/( -)?", Pattern.DOTALL);
    private static final Pattern WORD =
            Pattern.compile("(if|with|range|else|end)(?:[ \\t\\r\\n]+(.*))?", Pattern.DOTALL);

    /** Deeper templates are refused. */
    private static final int DEEPEST = 100;

    private final String text;
    private int at;
    private int depth;

    /** Whether the action before has asked for the space after it to go. */
    private boolean trim;

    /** What ended the list that was read last: {@code end}, {@code else} with what follows, or empty at the end of the text. */
    private String ending = "";

    private TemplateReader(String text) {
        this.text = text;
    }

    static List<TemplateNode> read(String text) throws BuiltinException {
        var reader = new TemplateReader(text);
        var nodes = reader.list();
        if (!reader.ending.isEmpty()) {
            throw new BuiltinException("the template has an end or an else of nothing");
        }
        return nodes;
    }

    private List<TemplateNode> list() throws BuiltinException {
        if (++depth > DEEPEST) {
            throw new BuiltinException("the template is nested too deeply");
        }
        var nodes = new ArrayList<TemplateNode>();
        while (at < text.length()) {
            int open = text.indexOf("{{", at);
            var plain = text.substring(at, open < 0 ? text.length() : open);
            if (trim) {
                plain = plain.replaceFirst("\\A[ \\t\\r\\n]+", "");
            }
            trim = false;
            if (open < 0) {
                at = text.length();
                add(plain, nodes);
                break;
            }
            int close = text.indexOf("}}", open);
            if (close < 0) {
                throw new BuiltinException("an action of the template has no end");
            }
            at = close + 2;
            var action = text.substring(open + 2, close);
            boolean comment = COMMENT.matcher(action).matches();
            if (action.startsWith("-") && action.length() > 1 && isSpace(action.charAt(1))) {
                plain = plain.replaceFirst("[ \\t\\r\\n]+\\z", "");
                action = action.substring(1);
            }
            if (action.endsWith("-") && action.length() > 1 && isSpace(action.charAt(action.length() - 2))) {
                trim = true;
                action = action.substring(0, action.length() - 1);
            }
            add(plain, nodes);
            if (comment) {
                continue;
            }
            action = action.replaceAll("\\A[ \\t\\r\\n]+|[ \\t\\r\\n]+\\z", "");
            var word = WORD.matcher(action);
            if (!word.matches()) {
                nodes.add(new TemplateNode.Print(path(action)));
                continue;
            }
            var rest = word.group(2) == null ? "" : word.group(2);
            switch (word.group(1)) {
                case "end", "else" -> {
                    ending = action;
                    depth--;
                    return nodes;
                }
                default -> nodes.add(block(word.group(1), rest));
            }
        }
        ending = "";
        depth--;
        return nodes;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static void add(String plain, List<TemplateNode> nodes) {
        if (!plain.isEmpty()) {
            nodes.add(new TemplateNode.Text(plain));
        }
    }

    private TemplateNode block(String word, String condition) throws BuiltinException {
        var then = list();
        List<TemplateNode> otherwise = List.of();
        if (ending.startsWith("else")) {
            var more = ending.substring("else".length()).strip();
            if (more.isEmpty()) {
                otherwise = list();
            } else if (word.equals("if") && more.matches("(?s)if\\s.*")) {
                return new TemplateNode.If(
                        path(condition),
                        then,
                        List.of(block("if", more.substring(2).strip())));
            } else {
                throw unsupported();
            }
        }
        if (!ending.equals("end")) {
            throw new BuiltinException("a block of the template has no end");
        }
        return switch (word) {
            case "if" -> new TemplateNode.If(path(condition), then, otherwise);
            case "with" -> new TemplateNode.With(path(condition), then, otherwise);
            default -> range(condition, then, otherwise);
        };
    }

    private static TemplateNode range(String head, List<TemplateNode> then, List<TemplateNode> otherwise)
            throws BuiltinException {
        var parts = RANGE.matcher(head);
        if (!parts.matches()) {
            throw unsupported();
        }
        var first = parts.group(1) == null ? "" : parts.group(1);
        var second = parts.group(2) == null ? "" : parts.group(2);
        return new TemplateNode.Range(
                second.isEmpty() ? "" : first,
                second.isEmpty() ? first : second,
                path(parts.group(3)),
                then,
                otherwise);
    }

    private static Path path(String text) throws BuiltinException {
        var path = text.strip();
        if (path.isEmpty() || !PATH.matcher(path).matches()) {
            throw unsupported();
        }
        if (path.equals(".")) {
            return new Path("", List.of());
        }
        var parts = Arrays.asList(path.split("\\.", -1));
        return new Path(parts.getFirst(), parts.subList(1, parts.size()));
    }

    private static BuiltinException unsupported() {
        return new BuiltinException(
                "the template holds what is not supported here: only paths, if, with, range and comments are");
    }
}
