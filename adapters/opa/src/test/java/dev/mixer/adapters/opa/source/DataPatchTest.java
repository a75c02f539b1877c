package dev.mixer.adapters.opa.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.RegoObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataPatchTest {
    private static RegoObject patched(String data, String patch) throws Exception {
        var content = patch.replace('\'', '"').getBytes(UTF_8);
        return DataPatch.parse("b/patch.json", content).apply((RegoObject) Json.parse(data.replace('\'', '"')));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | {'op': 'upsert', 'path': '/a/b', 'value': 1} | {'a':{'b':1}}",
                "{'a': {'b': 1}} | {'op': 'upsert', 'path': 'a/b/', 'value': [2]} | {'a':{'b':[2]}}",
                "{'a': [1, 3]} | {'op': 'upsert', 'path': '/a/1', 'value': 2} | {'a':[1,2,3]}",
                "{'a': [1]} | {'op': 'upsert', 'path': '/a/-', 'value': 2} | {'a':[1,2]}",
                "{'a': [1, 2]} | {'op': 'replace', 'path': '/a/0', 'value': 3} | {'a':[3,2]}",
                "{'a': {'b/c': 1}} | {'op': 'replace', 'path': '/a/b~1c', 'value': null} | {'a':{'b/c':null}}",
                "{'a': {'b': 1, 'c': 2}} | {'op': 'remove', 'path': '/a/b', 'value': 7} | {'a':{'c':2}}",
                "{'a': 1} | {'op': 'upsert', 'path': '/b', 'value': 1}, {'op': 'remove', 'path': '/a'} | {'b':1}",
            })
    void operationsAreDoneInOrder(String data, String operations, String expected) throws Exception {
        assertThat(Json.write(patched(data, "{'data': [" + operations + "]}"))).isEqualTo(expected.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'data': [{'op': 'replace', 'path': '/x', 'value': 1}]} | does not fit the data at /x: a path leads to nothing",
                "{'data': [{'op': 'remove', 'path': '/a/b'}]} | does not fit the data at /a/b: a path leads to nothing",
                "{'data': [{'op': 'upsert', 'path': '/n/x', 'value': 1}]} | does not fit the data at /n/x: a path leads into",
                "{'data': [{'op': 'upsert', 'path': '/l/9', 'value': 1}]} | does not fit the data at /l/9: a path has an index",
                "{'data': [{'op': 'add', 'path': '/a', 'value': 1}]} | b/patch.json: data[0]: op must be upsert, replace or remove, not 'add'",
                "{'data': [{'op': 'upsert', 'path': '/a'}]} | b/patch.json: data[0]: upsert needs a value",
                "{'data': [{'op': 'remove', 'path': '/'}]} | b/patch.json: data[0]: path must name a place in the data",
                "{'data': [{'op': 'remove'}]} | b/patch.json: data[0] must be an object with op and path",
                "{'data': [7]} | b/patch.json: data[0] must be an object with op and path",
                "{'data': {}} | b/patch.json: must be an object with data, a list of operations",
                "{'data': []} | b/patch.json: lists no operations",
                "{'data': | b/patch.json:1:",
            })
    void whatIsNoPatchOrDoesNotFitIsTold(String patch, String fault) {
        assertThatThrownBy(() -> patched("{'a': {}, 'n': 1, 'l': []}", patch))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining(fault);
    }
}
