package dev.mixer.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Results in the XML that CI servers read. */
final class JunitXml {
    private JunitXml() {}

    static String of(List<PolicyTests.Outcome> outcomes) {
        var suites = new LinkedHashMap<String, List<PolicyTests.Outcome>>();
        for (var outcome : outcomes) {
            suites.computeIfAbsent(outcome.suite(), _ -> new ArrayList<>()).add(outcome);
        }
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"mixer\"")
                .append(counts(outcomes))
                .append(">\n");
        suites.forEach((suite, cases) -> {
            xml.append("  <testsuite name=\"")
                    .append(escaped(suite))
                    .append('"')
                    .append(counts(cases))
                    .append(">\n");
            cases.forEach(outcome -> append(xml, outcome));
            xml.append("  </testsuite>\n");
        });
        return xml.append("</testsuites>\n").toString();
    }

    private static String counts(List<PolicyTests.Outcome> outcomes) {
        long failed = outcomes.stream().filter(outcome -> !outcome.isAsWanted()).count();
        return " tests=\"" + outcomes.size() + "\" failures=\"" + failed + "\" errors=\"0\" skipped=\"0\"";
    }

    private static void append(StringBuilder xml, PolicyTests.Outcome outcome) {
        xml.append("    <testcase classname=\"")
                .append(escaped(outcome.suite()))
                .append("\" name=\"")
                .append(escaped(outcome.name()))
                .append('"');
        if (outcome.isAsWanted()) {
            xml.append("/>\n");
        } else {
            xml.append("><failure message=\"")
                    .append(escaped(String.join("; ", outcome.faults())))
                    .append("\"/></testcase>\n");
        }
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
