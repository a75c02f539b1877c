package dev.mixer.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.attribute.AttributeReader;
import dev.mixer.engine.attribute.MapBag;
import dev.mixer.engine.attribute.Slots;
import dev.mixer.engine.attribute.Vocabulary;
import java.util.Arrays;
import java.util.HashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallNamespaceTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            destination.namespace=a; destination.service.namespace=b               | a
            destination.service.namespace=b; destination.service.host=s.c          | b
            destination.service.host=s.c.svc.cluster.local                         | c
            destination.service.host=s.c.svc                                       | c
            destination.service.host=s.c                                           | c
            destination.service.host=s.c.                                          | c
            destination.service.host=s.c:8080                                      | c
            destination.service.host=S.C.SVC.cluster.local.                        | c
            destination.service=s.d.svc.cluster.local                              | d
            destination.service.host=www.example.com; destination.service=s.d      | d
            destination.service.host=www.example.com                               | ?
            destination.service.host=10.1.2.3                                      | ?
            destination.service.host=[2001:db8::1]:80                              | ?
            destination.service.host=localhost                                     | ?
            destination.uid=kubernetes://pod-1.e                                   | e
            destination.uid=pod                                                    | ?
            destination.principal=cluster.local/ns/f/sa/g                          | f
            destination.principal=cluster.local/sa/g                               | ?
            destination.namespace=                                                 | ?
            source.namespace=s; destination.namespace=d                            | d
            source.namespace=s; destination.namespace=d; context.reporter.kind=inbound  | d
            source.namespace=s; destination.namespace=d; context.reporter.kind=outbound | s
            destination.namespace=d; context.reporter.kind=outbound                | ?
            """)
    void theFirstThatTellsDecides(String attributes, String expected) {
        var call = new HashMap<String, Object>();
        Arrays.stream(attributes.split("; "))
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> call.put(pair[0], pair[1]));
        var slots = new Slots(Vocabulary.standard());
        var scope = new CallNamespace(slots, "?").of(new AttributeReader(slots, MapBag.of(call)));
        assertThat(scope).isEqualTo(new CallScope(expected, expected.equals("?")));
    }
}
