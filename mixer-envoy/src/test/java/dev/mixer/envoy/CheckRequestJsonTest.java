package dev.mixer.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CheckRequestJsonTest {
    @Test
    void bothSpellingsOfFieldsAreRead() {
        for (var name : new String[] {"contextExtensions", "context_extensions"}) {
            var request = CheckRequestJson.parse(
                    "{\"attributes\": {\"" + name + "\": {\"destination.namespace\": \"shop\"}}}");
            assertThat(request.getAttributes().getContextExtensionsMap())
                    .containsEntry("destination.namespace", "shop");
        }
    }

    @Test
    void aFieldThatDoesNotExistIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CheckRequestJson.parse("{\"attributes\": {\"sauce\": {}}}"))
                .withMessageStartingWith("is no CheckRequest in JSON: ")
                .withMessageContaining("sauce");
    }
}
