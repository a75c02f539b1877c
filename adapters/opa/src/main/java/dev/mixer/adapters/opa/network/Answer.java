package dev.mixer.adapters.opa.network;

import java.util.List;
import java.util.Map;

/**
 * What a server said.
 *
 * @param headers by their names in lower case
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(int status, Map<String, List<String>> headers, byte[] body) {
    String header(String name) {
        return String.join(",", headers.getOrDefault(name, List.of()));
    }
}
