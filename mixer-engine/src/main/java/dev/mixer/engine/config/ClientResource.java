package dev.mixer.engine.config;

import dev.mixer.engine.config.problem.Place;

/** A {@code QuotaSpec} or {@code QuotaSpecBinding}: read by Mixer clients, so this host only checks its shape. */
public record ClientResource(ResourceId id, Place place) implements Resource {}
