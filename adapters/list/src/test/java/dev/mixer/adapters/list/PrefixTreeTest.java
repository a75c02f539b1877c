package dev.mixer.adapters.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTreeTest {
    /** Few high bits, so that prefixes overlap and look-ups come near. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void agreesWithAScan(long seed) {
        var random = new Random(seed);
        for (boolean v4 : new boolean[] {true, false}) {
            var tree = new PrefixTree();
            var prefixes = new ArrayList<Prefix>();
            for (int i = 0; i < 150; i++) {
                var address = address(random, v4);
                var prefix = new Prefix(address, random.nextInt(v4 ? 4 : 10, address.bits() + 1));
                prefixes.add(prefix);
                tree.add(prefix);
                for (int j = 0; j < 40; j++) {
                    var probe = random.nextInt(4) == 0
                            ? prefixes.get(random.nextInt(prefixes.size())).address()
                            : address(random, v4);
                    assertThat(tree.covers(probe))
                            .as("seed %d, %s in %s", seed, probe, prefixes)
                            .isEqualTo(prefixes.stream().anyMatch(each -> covers(each, probe)));
                }
            }
        }
    }

    private static boolean covers(Prefix prefix, IpAddress address) {
        int ignored = 128 - prefix.length();
        return bits(prefix.address()).shiftRight(ignored).equals(bits(address).shiftRight(ignored));
    }

    private static BigInteger bits(IpAddress address) {
        var low = new BigInteger(Long.toUnsignedString(address.low()));
        return new BigInteger(Long.toUnsignedString(address.high()))
                .shiftLeft(64)
                .or(low);
    }

    private static IpAddress address(Random random, boolean v4) {
        return v4
                ? IpAddress.ofV4(sparse(random) >>> 32)
                : new IpAddress(sparse(random) & 0xff0000ff0000000fL, sparse(random) & 0xf00000000000000fL, false);
    }

    private static long sparse(Random random) {
        long bits = -1;
        for (int i = 0; i < 4; i++) {
            bits &= random.nextLong();
        }
        return bits;
    }
}
