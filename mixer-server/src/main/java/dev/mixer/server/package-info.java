/**
 * Wires the engine to Quarkus: start, stop, settings. Start at {@link dev.mixer.server.MixerServer}; protocols live in
 * the packages {@code front.*}, nothing here decides anything.
 */
@NullMarked
package dev.mixer.server;

import org.jspecify.annotations.NullMarked;
