package dev.mixer.adapters.opa.network;

/** A request that got no answer. The message names hosts, but no paths and no bodies, which may hold secrets. */
final class RequestFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean network;

    /** @param network whether it is the network's or the server's doing, not that of the request itself */
    RequestFailedException(String message, boolean network) {
        super(message, null, false, false);
        this.network = network;
    }

    /** A request that is not made. */
    static RequestFailedException refused(String message) {
        return new RequestFailedException(message, false);
    }

    boolean isNetwork() {
        return network;
    }
}
