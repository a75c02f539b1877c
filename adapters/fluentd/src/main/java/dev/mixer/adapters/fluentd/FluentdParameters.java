package dev.mixer.adapters.fluentd;

import static java.util.Objects.requireNonNull;

import dev.mixer.adapters.sending.HostPort;
import dev.mixer.spi.DataSize;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where log entries go and how they look there.
 *
 * @param address where the server listens
 * @param integerDuration whether durations are whole milliseconds; otherwise texts such as {@code 0.25s}
 * @param tag the tag of entries without a variable {@code tag}; {@code {name}} and {@code {namespace}} are the instance's
 * @param idKey the field that carries the record's id, for readers that drop repeats; empty: none
 * @param mode how the entries of one tag are put together
 * @param requireAck whether a record is delivered when the server says so; otherwise when it is written
 * @param ackTimeout how long the server may take to say so
 * @param maxRecordSize larger entries are refused
 * @param tls whether the connection is encrypted
 * @param caCertificate who must have signed the server's certificate (PEM); absent: an authority that Java trusts
 * @param clientCertificate what the host proves itself with (PEM); absent: nothing
 * @param clientKey its key
 * @param sharedKey what both sides know; absent: the server asks for nothing
 * @param username who the host is, for a server that asks
 * @param password the proof
 */
public record FluentdParameters(
        @Description("Where the server listens, HOST:PORT.") @DefaultValue("localhost:24224")
        String address,

        @Description("Whether durations are whole milliseconds; otherwise texts such as 0.25s.") @DefaultValue("false")
        boolean integerDuration,

        @Description("The tag of entries without a variable tag; {name} and {namespace} are the instance's.")
        @DefaultValue("{name}.instance.{namespace}")
        String tag,

        @Description("The field that carries the record's id, for readers that drop repeats; empty: none.")
        @DefaultValue("mixer_id")
        String idKey,

        @Description("How the entries of one tag are put together.") @DefaultValue("PACKED")
        Mode mode,

        @Description("Whether a record is delivered when the server says so; otherwise when it is written.")
        @DefaultValue("true")
        boolean requireAck,

        @Description("How long the server may take to say so, 1ms to 1m; below delivery.sendLimit.")
        @DefaultValue("10s")
        Duration ackTimeout,

        @Description("Larger entries are refused, 1KiB to 64MiB.") @DefaultValue("8MiB")
        DataSize maxRecordSize,

        @Description("Whether the connection is encrypted.") @DefaultValue("false")
        boolean tls,

        @Description("Who must have signed the server's certificate (PEM); left out: an authority that Java trusts.")
        Optional<Path> caCertificate,

        @Description("What the host proves itself with (PEM); left out: nothing.")
        Optional<Path> clientCertificate,

        @Description("The key of client_certificate (PEM, PKCS #8).")
        Optional<Path> clientKey,

        @Description("What both sides know; left out: the server does not ask.")
        Optional<Secret> sharedKey,

        @Description("Who the host is, for a server that asks for users.") @DefaultValue("")
        String username,

        @Description("The proof of username.") Optional<Secret> password) {
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);
    private static final long SMALLEST_RECORD = 1 << 10;
    private static final long LARGEST_RECORD = 64 << 20;

    /** How the entries of one tag are put together (Forward Protocol, Carrier Modes). */
    public enum Mode {
        /** As an array. */
        FORWARD,
        /** As one binary value, which servers can store unread. */
        PACKED
    }

    public FluentdParameters {
        requireNonNull(mode, "mode");
        var _ = HostPort.parse("address", address);
        var _ = new TagPattern(tag);
        if (ackTimeout.compareTo(Duration.ofMillis(1)) < 0 || ackTimeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("ack_timeout " + ackTimeout + " is not in 1ms to 1m");
        }
        if (maxRecordSize.bytes() < SMALLEST_RECORD || maxRecordSize.bytes() > LARGEST_RECORD) {
            throw new IllegalArgumentException("max_record_size " + maxRecordSize + " is not in 1KiB to 64MiB");
        }
        if (clientCertificate.isPresent() != clientKey.isPresent()) {
            throw new IllegalArgumentException("client_certificate and client_key go together");
        }
        if (!tls && (caCertificate.isPresent() || clientCertificate.isPresent())) {
            throw new IllegalArgumentException("ca_certificate and client_certificate are of use with tls: true only");
        }
        if (username.isEmpty() == password.isPresent()) {
            throw new IllegalArgumentException("username and password go together");
        }
        if (!username.isEmpty() && sharedKey.isEmpty()) {
            throw new IllegalArgumentException("username needs shared_key: servers ask for users together with a key");
        }
    }
}
