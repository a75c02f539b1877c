package dev.mixer.adapters.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class KeyedHashTest {
    @Test
    void itIsSipHash() {
        // The first vector of the authors' reference for 128 bits: key 00 to 0f, no input.
        var hash = new KeyedHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L).of(new byte[0]);
        assertThat(hash).isEqualTo(new Hash(0xe6a825ba047f81a3L, 0x930255c71472f66dL));
    }

    @Test
    void everyByteAndTheLengthCount() {
        var hash = KeyedHash.random();
        var seen = new HashSet<Hash>();
        for (int length = 0; length < 40; length++) {
            assertThat(seen.add(hash.of(new byte[length]))).isTrue();
            for (int i = 0; i < length; i++) {
                var bytes = new byte[length];
                bytes[i] = -1;
                assertThat(seen.add(hash.of(bytes))).isTrue();
            }
        }
    }

    @Test
    void anotherProcessHashesOtherwise() {
        assertThat(KeyedHash.random().of(new byte[3]))
                .isNotEqualTo(KeyedHash.random().of(new byte[3]));
    }
}
