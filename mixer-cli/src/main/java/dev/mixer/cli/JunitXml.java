package dev.mixer.cli;

import java.util.List;

/** Results in the XML that CI servers read. */
final class JunitXml {
    private JunitXml() {}

    static String of(List<TestCommand.Outcome> outcomes) {
        long failed =
                outcomes.stream().filter(outcome -> !outcome.faults().isEmpty()).count();
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"mixer\" tests=\"")
                .append(outcomes.size())
                .append("\" failures=\"")
                .append(failed)
                .append("\">\n");
        for (var outcome : outcomes) {
            xml.append("  <testcase classname=\"")
                    .append(escaped(outcome.suite()))
                    .append("\" name=\"")
                    .append(escaped(outcome.name()))
                    .append('"');
            if (outcome.faults().isEmpty()) {
                xml.append("/>\n");
            } else {
                xml.append("><failure message=\"")
                        .append(escaped(String.join("; ", outcome.faults())))
                        .append("\"/></testcase>\n");
            }
        }
        return xml.append("</testsuite>\n").toString();
    }

    /** For attributes; characters that XML 1.0 does not know become question marks. */
    private static String escaped(String text) {
        var out = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '"' -> out.append("&quot;");
                case '\n', '\r', '\t' -> out.append("&#").append(c).append(';');
                default -> out.appendCodePoint(c < ' ' || c == 0xFFFE || c == 0xFFFF ? '?' : c);
            }
        });
        return out.toString();
    }
}
