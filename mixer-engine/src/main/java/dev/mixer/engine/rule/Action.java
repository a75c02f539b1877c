package dev.mixer.engine.rule;

import dev.mixer.engine.handler.LiveHandler;
import dev.mixer.spi.Capability;

/**
 * That a rule hands an instance to a handler.
 *
 * @param handler who gets it
 * @param capability what the handler does with it
 * @param instance what it gets
 * @param output the number under which the rule's header operations read the handler's output; {@link #NO_OUTPUT}: none
 *     does
 */
public record Action(LiveHandler handler, Capability<?> capability, ConfiguredInstance instance, int output) {
    /** That nobody reads the output. */
    public static final int NO_OUTPUT = -1;
}
