package dev.mixer.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @Test
    void dnsNamesHaveNoCaseAndNoTrailingDot() {
        assertThat(DnsName.parse("Shop.Example.COM.")).isEqualTo(DnsName.parse("shop.example.com"));
        assertThat(DnsName.parse("Bücher.example")).hasToString("xn--bcher-kva.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", "-a.b", "a-.b", "a b", "a/b"})
    void refusesWhatIsNoDnsName(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DnsName.parse(text))
                .withMessageContaining(text);
    }

    @Test
    void onlyTheDomainOfAnAddressHasNoCase() {
        assertThat(EmailAddress.parse("ann@Example.com")).isEqualTo(EmailAddress.parse("ann@example.COM"));
        assertThat(EmailAddress.parse("Ann@example.com")).isNotEqualTo(EmailAddress.parse("ann@example.com"));
    }
}
