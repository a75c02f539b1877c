package dev.mixer.spi.template;

import static java.util.Objects.requireNonNull;

import dev.mixer.spi.CheckInstance;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.Template;
import java.time.Instant;
import java.util.Optional;

/**
 * A call of an API with a key.
 *
 * @param api the API's name
 * @param apiVersion its version
 * @param apiOperation the operation called
 * @param apiKey the key that the caller showed
 * @param timestamp when the call was made
 */
@Template("apikey")
public record ApiKey(
        @Description("The API's name.") @DefaultValue("") String api,
        @Description("The API's version.") @DefaultValue("") String apiVersion,

        @Description("The operation called.") @DefaultValue("")
        String apiOperation,

        @Description("The key that the caller showed.") String apiKey,
        @Description("When the call was made.") Optional<Instant> timestamp)
        implements CheckInstance<ApiKey.Caller> {
    /**
     * Whose key it is.
     *
     * @param name the caller's name
     * @param groups the caller's groups, joined with a comma
     */
    public record Caller(String name, String groups) {
        public Caller {
            requireNonNull(name, "name");
            requireNonNull(groups, "groups");
        }
    }
}
