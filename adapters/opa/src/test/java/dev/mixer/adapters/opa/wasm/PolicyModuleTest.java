package dev.mixer.adapters.opa.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mixer.adapters.opa.builtin.Builtin;
import dev.mixer.adapters.opa.builtin.Builtins;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("backend")
class PolicyModuleTest {
    private static final String HEADER = "0061736d01000000";

    @Test
    void aPolicySaysWhatItOffersAndNeeds() throws Exception {
        var module = PolicyModule.parse(Policies.basic(), InstanceLimits.STANDARD);
        assertThat(module.abiVersion()).isEqualTo("1.3");
        assertThat(module.entrypoints()).containsOnlyKeys(Policies.BASIC);
        assertThat(module.builtins()).containsOnlyKeys("sprintf", "time.now_ns");
        assertThat(module.missing(Builtins.NONE)).containsExactly("sprintf", "time.now_ns");
        var sprintf = Builtin.of("sprintf", (format, values, _) -> format);
        assertThat(module.missing(Builtins.of(List.of(sprintf)))).containsExactly("time.now_ns");
    }

    @Test
    void onePolicyCompilesToTheSameBytes() throws Exception {
        assertThat(Policies.basic()).isEqualTo(Policies.basic());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "0061736d", "0061736d02000000", "7061636b61676520610a", "0061736d0100000001"})
    void whatIsNoWebAssemblyIsRefused(String hex) {
        assertThatThrownBy(() -> PolicyModule.parse(HexFormat.of().parseHex(hex), InstanceLimits.STANDARD))
                .isInstanceOf(InvalidModuleException.class)
                .hasMessageStartingWith("the file is no WebAssembly, or only a part of it");
    }

    @Test
    void aPartOfAPolicyIsRefused() throws Exception {
        var whole = Policies.basic();
        for (int length = 9; length < whole.length; length += whole.length / 100) {
            var part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> PolicyModule.parse(part, InstanceLimits.STANDARD))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(InvalidModuleException.class);
        }
    }

    @Test
    void aModuleThatIsNoPolicyIsRefused() {
        assertThatThrownBy(() -> PolicyModule.parse(HexFormat.of().parseHex(HEADER), InstanceLimits.STANDARD))
                .isInstanceOf(InvalidModuleException.class)
                .hasMessage(
                        "the file is WebAssembly, but no policy: it does not export opa_wasm_abi_version as OPA's compiler has it");
    }

    @ParameterizedTest
    @CsvSource({"2, 0, 2.0", "1, 1, 1.1", "0, 9, 0.9"})
    void anotherAbiIsRefused(int major, int minor, String version) {
        assertThatThrownBy(() -> PolicyModule.parse(moduleOfAbi(major, minor), InstanceLimits.STANDARD))
                .isInstanceOf(InvalidModuleException.class)
                .hasMessage("the policy has ABI version " + version
                        + "; known are 1.2 and later ones of 1: compile it with OPA 0.30 or later");
    }

    @Test
    void aModuleWithoutTheFunctionsIsRefused() {
        assertThatThrownBy(() -> PolicyModule.parse(moduleOfAbi(1, 3), InstanceLimits.STANDARD))
                .isInstanceOf(InvalidModuleException.class)
                .hasMessageMatching("the policy does not export the function \\w+ of OPA's ABI");
    }

    @Test
    void aPolicyThatBeginsTooLargeIsRefused() throws Exception {
        var whole = Policies.basic();
        assertThatThrownBy(() -> PolicyModule.parse(whole, new InstanceLimits(1, 1_000)))
                .isInstanceOf(InvalidModuleException.class)
                .hasMessageContaining("more than the 1 that it may have");
    }

    /** A module of two constants under the names of OPA's versions (WebAssembly 1.0, sections 6 and 7 of the binary format). */
    private static byte[] moduleOfAbi(int major, int minor) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(HexFormat.of().parseHex(HEADER));
        bytes.writeBytes(new byte[] {6, 11, 2, 0x7f, 0, 0x41, (byte) major, 0x0b, 0x7f, 0, 0x41, (byte) minor, 0x0b});
        var first = "opa_wasm_abi_version".getBytes(StandardCharsets.US_ASCII);
        var second = "opa_wasm_abi_minor_version".getBytes(StandardCharsets.US_ASCII);
        bytes.writeBytes(new byte[] {7, (byte) (1 + 3 + first.length + 3 + second.length), 2, (byte) first.length});
        bytes.writeBytes(first);
        bytes.writeBytes(new byte[] {3, 0, (byte) second.length});
        bytes.writeBytes(second);
        bytes.writeBytes(new byte[] {3, 1});
        return bytes.toByteArray();
    }
}
