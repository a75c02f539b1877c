package dev.mixer.engine.config.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mixer.engine.config.problem.Problems;
import dev.mixer.engine.config.yaml.YamlParser;
import dev.mixer.spi.Alias;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

public class DocumentationTest {
    public record Parameters(
            @Description("What is limited.") List<Quota> quotas,

            @Description("How long a call is remembered.") @DefaultValue("1s")
            Duration minDeduplicationDuration,

            Optional<Kind> kind) {}

    public record Quota(
            @Description("A | B.") String name,
            @Alias("limit") long maxAmount) {}

    public enum Kind {
        ONE,
        TWO
    }

    @Test
    void theTableFlattensNestedRecords() {
        assertThat(ParameterTable.markdownOf(Parameters.class)).isEqualTo("""
                        | name | type | default | description |
                        |---|---|---|---|
                        | `quotas` | list of mapping |  | What is limited. |
                        | `quotas[].name` | text | required | A \\| B. |
                        | `quotas[].maxAmount` | number | required |  |
                        | `minDeduplicationDuration` | duration | `1s` | How long a call is remembered. |
                        | `kind` | ONE \\| TWO |  |  |
                        """);
    }

    @Test
    void theSchemaKnowsEverySpelling() {
        String schema = JsonSchema.textOf(Parameters.class);
        var problems = new Problems();
        assertThat(new YamlParser().parse("schema.json", schema, problems)).hasSize(1);
        assertThat(problems.lines()).isEmpty();
        assertThat(schema)
                .contains(
                        "\"min_deduplication_duration\"",
                        "\"max_amount\"",
                        "\"limit\"",
                        "\"additionalProperties\": false");
        assertThat(schema).isEqualTo(JsonSchema.textOf(Parameters.class));
    }
}
