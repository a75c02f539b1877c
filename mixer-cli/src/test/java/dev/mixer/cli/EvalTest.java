package dev.mixer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvalTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    request.size | 3;                                   request.size=4;            4;      INT64
                    request.size | 3;                                   request.method=GET;        3;      INT64
                    request.headers["x-user"];                          request.headers[X-User]=bob; "bob"; STRING
                    request.headers["a=b"];                             request.headers[a=b]=c=d;  "c=d";  STRING
                    request.headers["x"];                               request.headers={"x":"y"}; "y";    STRING
                    source.ip == ip("10.0.0.1");                        source.ip=::ffff:10.0.0.1; true;   BOOL
                    response.duration;                                  response.duration=1500ms;  1.5s;   DURATION
                    """)
    void values(String expression, String attribute, String value, String type) {
        var result = Shell.run("eval", expression, "-a", attribute);
        assertThat(result.out().lines().limit(2)).containsExactly("value       " + value, "type        " + type);
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
    }

    @Test
    void whatWasReadIsSaid() {
        var result = Shell.run(
                "eval", "request.size | size(request.headers[\"x-user\"])", "-a", "request.headers[x-user]=bob");
        assertThat(result.out()).contains("-request.size").contains("request.headers[x-user]");
    }

    @Test
    void withoutAValueItSaysWhy() {
        var result = Shell.run("eval", "request.size > 3");
        assertThat(result.out()).contains("none: request.size is absent at 1:1");
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void aCaretStandsUnderTheFault() {
        var result = Shell.run("eval", "request.method == 3");
        assertThat(result.err())
                .startsWith("  request.method == 3\n                    ^ expected STRING, but 3 is INT64");
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void aCaretFindsItsLineAndColumn() {
        var result = Shell.run("eval", "\"\u00e4\" == \"\ud83d\ude00\" &&\n\trequest.siz == 3");
        assertThat(result.err()).contains("  \trequest.siz == 3\n  \t^ unknown attribute request.siz");
    }

    @Test
    void faultsAreJsonForPrograms() {
        var result = Shell.run("eval", "request.siz", "-o", "json");
        assertThat(Json.readObject(result.out()).toString()).contains("line=1, column=1");
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void valuesAreJsonForPrograms() {
        var result = Shell.run("eval", "request.size + 1", "-a", "request.size=2", "-o", "json");
        var json = Json.readObject(result.out());
        assertThat(json.get("value")).isEqualTo(3);
        assertThat(json.get("type")).isEqualTo("INT64");
        assertThat(Answer.list(json, "referenced")).containsExactly("request.size");
    }

    @Test
    void attributesComeFromAFile(@TempDir Path folder) throws IOException {
        var file = Files.writeString(
                folder.resolve("call.json"),
                "{\"attributes\": {\"request.size\": 5, \"request.headers\": {\"x-user\": \"ann\"}}}");
        var result = Shell.run("eval", "request.size", "-f", file.toString());
        assertThat(result.out()).startsWith("value       5\n");
        result = Shell.run("eval", "request.size", "-f", file.toString(), "-a", "request.size=6");
        assertThat(result.out()).startsWith("value       6\n");
    }

    @Test
    void anAttributeCanBeDeclared() {
        var result = Shell.run("eval", "shop.size", "--type", "shop.size=int64", "-a", "shop.size=21");
        assertThat(result.out()).startsWith("value       21\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    -a;     request.siz=3;           did you mean 'request.size'?
                    -a;     request.size=many;       "many" is not a whole number of 64 bits
                    -a;     request.size;            expected NAME=VALUE
                    -a;     request.size[x]=1;       has no entries
                    --type; request.size=BOOL;       request.size is INT64
                    --type; shop.size=INT6;          did you mean 'INT64'?
                    -f;     nowhere.json;            cannot be read
                    --colour; blue;                  Unknown option
                    """)
    void wrongUsage(String option, String value, String message) {
        var result = Shell.run("eval", "request.size", option, value);
        assertThat(result.err()).contains(message).contains("mixer eval --help");
        assertThat(result.out()).isEmpty();
        assertThat(result.code()).isEqualTo(2);
    }

    @Test
    void colourComesWithATerminal() {
        assertThat(Shell.run(true, "eval", "1 == 1").out()).contains("\u001b[32mtrue\u001b[0m");
        assertThat(Shell.run(false, "eval", "1 == 1").out()).doesNotContain("\u001b");
    }
}
