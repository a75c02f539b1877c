package dev.mixer.envoy;

import dev.mixer.engine.dispatch.InvalidRequestException;

/** A context extension that no request can be blamed for: whoever configured the sidecar must repair it (contract C15). */
public final class FaultySidecarException extends InvalidRequestException {
    private static final long serialVersionUID = 1L;

    private final String extension;
    private final Reason reason;

    /** What is wrong, as the counter's label shows it. */
    public enum Reason {
        /** Names an attribute of the caller or its request that the host's settings do not list. */
        NOT_ALLOWED,
        /** Names an attribute of the host's own, which no setting allows. */
        OWN_OF_HOST,
        /** Names what is made of other extensions. */
        RESERVED,
        /** The value is not of the attribute's type, or no map has entries. */
        WRONG_TYPE,
        /** States an attribute or an entry twice. */
        TWICE
    }

    /**
     * A fault.
     *
     * @param extension the key as the sidecar sends it
     * @param detail what is wrong, for people
     */
    public FaultySidecarException(String extension, Reason reason, String detail) {
        super("faulty sidecar configuration: context extension '" + extension + "': " + detail);
        this.extension = extension;
        this.reason = reason;
    }

    /** The key as the sidecar sends it. */
    public String extension() {
        return extension;
    }

    /** What is wrong with it. */
    public Reason reason() {
        return reason;
    }
}
