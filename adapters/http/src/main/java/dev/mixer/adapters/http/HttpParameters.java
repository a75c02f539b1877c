package dev.mixer.adapters.http;

import static java.util.Objects.requireNonNull;

import dev.mixer.spi.DataSize;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where records are posted and how.
 *
 * @param url the server's resource, http or https
 * @param format how a request holds its records
 * @param headers headers by name, their values with fields of the record
 * @param secretHeaders headers whose values must not be seen
 * @param hmac a signature; absent: none
 * @param gzip whether bodies are packed
 * @param timeout how long a request may take, its answer included
 * @param maxRecords the most records of one request
 * @param maxBytes the most bytes of records of one request; a single record may have more
 * @param caFile who must have signed the server's certificate; absent: an authority that Java trusts
 */
public record HttpParameters(
        @Description("Where records are posted, http or https.")
        URI url,

        @Description("How a request holds its records: NDJSON (one object a line) or ARRAY.") @DefaultValue("NDJSON")
        BodyFormat format,

        @Description("Headers by name; {FIELD} stands for a field of the record, one request for each set of values.")
        Map<String, String> headers,

        @Description("Headers whose values must not be seen, such as Authorization.")
        Map<String, Secret> secretHeaders,

        @Description("A signature of each request (HMAC-SHA256); left out: none.")
        Optional<HmacParameters> hmac,

        @Description("Whether bodies are packed.") @DefaultValue("false")
        boolean gzip,

        @Description("How long a request may take, its answer included, 100ms to 5m.") @DefaultValue("10s")
        Duration timeout,

        @Description("The most records of one request, 1 to 100000.") @DefaultValue("500")
        long maxRecords,

        @Description("The most bytes of records of one request, 1KiB to 1GiB; a single record may have more.")
        @DefaultValue("1MiB")
        DataSize maxBytes,

        @Description("Who must have signed the server's certificate (PEM); left out: an authority that Java trusts.")
        Optional<Path> caFile) {
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(5);
    private static final long LARGEST_MAX_RECORDS = 100_000;
    private static final long LEAST_MAX_BYTES = 1 << 10;
    private static final long LARGEST_MAX_BYTES = 1L << 30;

    public HttpParameters {
        requireNonNull(format, "format");
        headers = Map.copyOf(headers);
        secretHeaders = Map.copyOf(secretHeaders);
        if (timeout.compareTo(SHORTEST_TIMEOUT) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout " + timeout + " is not in 100ms to 5m");
        }
        if (maxRecords < 1 || maxRecords > LARGEST_MAX_RECORDS) {
            throw new IllegalArgumentException("maxRecords " + maxRecords + " is not in 1 to " + LARGEST_MAX_RECORDS);
        }
        if (maxBytes.bytes() < LEAST_MAX_BYTES || maxBytes.bytes() > LARGEST_MAX_BYTES) {
            throw new IllegalArgumentException("maxBytes " + maxBytes + " is not in 1KiB to 1GiB");
        }
    }
}
