package dev.mixer.adapters.fluentd;

import dev.mixer.spi.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.msgpack.core.MessagePackException;
import org.msgpack.value.ArrayValue;
import org.msgpack.value.Value;

/**
 * Shows the server that this side knows the shared key, and has it show the same (Forward Protocol version 1, Handshake).
 * The server begins.
 */
final class Handshake {
    private static final String HOST_NAME = "mixer";
    private static final int SALT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;
    private final FluentdParameters parameters;

    Handshake(Secret sharedKey, FluentdParameters parameters) {
        this.key = bytes(sharedKey.reveal());
        this.parameters = parameters;
    }

    /** @throws IOException if the server does not answer, or one side does not believe the other */
    void perform(Connection connection) throws IOException {
        try {
            var helo = message(connection, "HELO", 2).get(1);
            var nonce = option(helo, "nonce");
            var salt = new byte[SALT_BYTES];
            RANDOM.nextBytes(salt);
            ping(connection, nonce, salt, option(helo, "auth"));
            var pong = message(connection, "PONG", 5);
            if (!pong.get(1).isBooleanValue() || !pong.get(1).asBooleanValue().getBoolean()) {
                throw new IOException("the server does not let this host in: " + pong.get(2));
            }
            var proof = digest(salt, raw(pong.get(3)), nonce, key);
            if (!MessageDigest.isEqual(bytes(proof), raw(pong.get(4)))) {
                throw new IOException("the server does not know shared_key");
            }
        } catch (MessagePackException e) {
            throw new IOException("the server does not perform the handshake: " + e, e);
        }
    }

    private void ping(Connection connection, byte[] nonce, byte[] salt, byte[] userSalt) throws IOException {
        var out = connection.out();
        out.packArrayHeader(6).packString("PING").packString(HOST_NAME);
        out.packBinaryHeader(salt.length).writePayload(salt);
        out.packString(digest(salt, bytes(HOST_NAME), nonce, key));
        var password = parameters.password().map(Secret::reveal).orElse("");
        boolean asked = userSalt.length > 0;
        out.packString(asked ? parameters.username() : "");
        out.packString(asked ? digest(userSalt, bytes(parameters.username()), bytes(password)) : "");
        out.flush();
    }

    private static ArrayValue message(Connection connection, String kind, int size) throws IOException {
        var value = connection.in().unpackValue();
        if (!value.isArrayValue()
                || value.asArrayValue().size() < size
                || !value.asArrayValue().get(0).toString().equals(kind)) {
            throw new IOException("the server did not say " + kind + " of the handshake");
        }
        return value.asArrayValue();
    }

    private static byte[] option(Value options, String name) {
        if (options.isMapValue()) {
            for (var pair : options.asMapValue().entrySet()) {
                if (pair.getKey().toString().equals(name)) {
                    return raw(pair.getValue());
                }
            }
        }
        return new byte[0];
    }

    /** Servers send texts as binary values and as strings. */
    private static byte[] raw(Value value) {
        return value.isRawValue() ? value.asRawValue().asByteArray() : new byte[0];
    }

    private static String digest(byte[]... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-512");
            for (var part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has SHA-512
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
