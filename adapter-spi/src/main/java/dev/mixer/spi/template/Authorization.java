package dev.mixer.spi.template;

import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.CheckInstance;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.Template;
import java.util.Map;

/**
 * Who wants to do what.
 *
 * @param subject who
 * @param action what
 */
@Template("authorization")
public record Authorization(
        @Description("Who wants to act.") Subject subject,
        @Description("What is to be done.") Action action) implements CheckInstance<Void> {
    /**
     * Who wants to act.
     *
     * @param user the caller's name; empty: not known
     * @param groups a group of the caller
     * @param properties what else is known of the caller
     */
    public record Subject(
            @Description("The caller's name.") @DefaultValue("")
            String user,

            @Description("A group of the caller.") @DefaultValue("")
            String groups,

            @Description("What else is known of the caller.")
            Map<String, AttributeValue> properties) {
        public Subject {
            properties = Map.copyOf(properties);
        }
    }

    /**
     * What is to be done.
     *
     * @param namespace the namespace of the service
     * @param service the service
     * @param method the method, such as GET
     * @param path the canonical path
     * @param properties what else is known of the action
     */
    public record Action(
            @Description("The namespace of the service.") @DefaultValue("")
            String namespace,

            @Description("The service.") @DefaultValue("") String service,

            @Description("The method, such as GET.") @DefaultValue("")
            String method,

            @Description("The canonical path.") @DefaultValue("")
            String path,

            @Description("What else is known of the action.")
            Map<String, AttributeValue> properties) {
        public Action {
            properties = Map.copyOf(properties);
        }
    }
}
