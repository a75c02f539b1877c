package dev.mixer.adapters.opentelemetry;

import dev.mixer.spi.AdapterException;

/** One request and its response, over gRPC or HTTP. */
interface Transport extends AutoCloseable {
    /**
     * Sends an export request.
     *
     * @return the encoded export response
     * @throws AdapterException if the collector did not take the request; permanent only if that is because of what is in it
     */
    byte[] export(Signal signal, byte[] request) throws AdapterException, InterruptedException;

    @Override
    void close();
}
