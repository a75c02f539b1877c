package dev.mixer.engine.rule;

import dev.mixer.engine.handler.LiveHandler;
import dev.mixer.spi.Capability;

/**
 * That a rule hands an instance to a handler.
 *
 * @param handler who gets it
 * @param capability what the handler does with it
 * @param instance what it gets
 */
public record Action(LiveHandler handler, Capability<?> capability, ConfiguredInstance instance) {}
