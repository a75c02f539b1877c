package dev.mixer.cli;

import dev.mixer.engine.attribute.Attribute;
import dev.mixer.engine.attribute.Vocabulary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "attributes",
        description = "Lists the attributes that every configuration knows, with types and meanings.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:there are some", "1:none is named so"},
        footerHeading = "%nExamples:%n",
        footer = {"  mixer attributes", "  mixer attributes 'request.*'", "  mixer attributes principal"})
final class AttributesCommand implements Callable<Integer> {
    @Mixin
    private final Terminal terminal = new Terminal();

    @Parameters(
            arity = "0..1",
            paramLabel = "PATTERN",
            description = "A part of the name, or a pattern of the whole name in which * stands for anything.")
    private String pattern = "";

    @Override
    public Integer call() {
        var found = Vocabulary.standard().attributes().stream()
                .filter(attribute -> isWanted(attribute.name()))
                .toList();
        if (terminal.isJson()) {
            terminal.json(found.stream().map(AttributesCommand::json).toList());
        } else {
            print(found);
        }
        return found.isEmpty() ? ExitCode.PROBLEMS : ExitCode.OK;
    }

    private void print(List<Attribute> found) {
        if (found.isEmpty()) {
            terminal.err().println("no attribute matches '" + pattern + "'");
        }
        var table = new TextTable();
        found.forEach(attribute -> table.row(attribute.name(), attribute.type().name(), attribute.description()));
        table.print(terminal.out(), "", terminal.paint());
    }

    private boolean isWanted(String name) {
        return pattern.contains("*")
                ? name.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"))
                : name.contains(pattern);
    }

    private static Map<String, Object> json(Attribute attribute) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", attribute.name());
        json.put("type", attribute.type().name());
        json.put("description", attribute.description());
        return json;
    }
}
