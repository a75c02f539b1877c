package dev.mixer.spi.template;

import static java.util.Objects.requireNonNull;

import dev.mixer.spi.AttributesInstance;
import dev.mixer.spi.Description;
import dev.mixer.spi.Template;

/**
 * The key of a caller who may have none; yields who that is, before anything is decided.
 *
 * @param apiKey the key that the caller showed; empty: none
 */
@Template("apikeycaller")
public record ApiKeyCaller(
        @Description("The key that the caller showed; empty: none.")
        String apiKey) implements AttributesInstance<ApiKey.Caller> {
    public ApiKeyCaller {
        requireNonNull(apiKey, "apiKey");
    }
}
