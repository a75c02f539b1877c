package dev.mixer.spi;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A record that the host has accepted and keeps until its backend has it. Not for comparing: two parcels are the same
 * record when their ids are equal.
 */
public final class Parcel {
    private final String id;
    private final Instant accepted;
    private final byte[] content;

    /** For the host and for tests; {@code content} is not copied. */
    public Parcel(String id, Instant accepted, byte[] content) {
        this.id = requireNonNull(id, "id");
        this.accepted = requireNonNull(accepted, "accepted");
        this.content = requireNonNull(content, "content");
    }

    /**
     * The record's own name: 32 lower-case hexadecimal digits, the same at every attempt, also after a restart. It goes
     * along to the backend where that has a place for it, so that a reader can drop what arrived twice.
     */
    public String id() {
        return id;
    }

    /** When the host accepted it. */
    public Instant accepted() {
        return accepted;
    }

    /** What {@link Capability.EncodeFunction} made of the record. Shared: not to be changed. */
    public byte[] content() {
        return content;
    }

    @Override
    public String toString() {
        return id + " (" + content.length + " bytes)";
    }
}
