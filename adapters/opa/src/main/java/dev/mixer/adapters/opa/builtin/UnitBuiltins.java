package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Numbers with units of size: decimal ones and the binary ones with an i. */
final class UnitBuiltins {
    /** Exponents beyond would make numbers that nothing can be done with. */
    private static final int MOST_EXPONENT_DIGITS = 4;

    private static final int LONGEST = 10_000;

    private static final Map<String, BigDecimal> SIZES = Map.ofEntries(
            Map.entry("k", power(1000, 1)),
            Map.entry("ki", power(1024, 1)),
            Map.entry("m", power(1000, 2)),
            Map.entry("mi", power(1024, 2)),
            Map.entry("g", power(1000, 3)),
            Map.entry("gi", power(1024, 3)),
            Map.entry("t", power(1000, 4)),
            Map.entry("ti", power(1024, 4)),
            Map.entry("p", power(1000, 5)),
            Map.entry("pi", power(1024, 5)),
            Map.entry("e", power(1000, 6)),
            Map.entry("ei", power(1024, 6)));

    /** A thousandth as the nearest binary number, which is what OPA computes with. */
    private static final BigDecimal THOUSANDTH =
            new BigDecimal("0.001000000000000000020816681711721685132943093776702880859375");

    private UnitBuiltins() {}

    static List<Builtin> all() {
        return List.of(
                Builtin.of("units.parse", (text, _) -> parse(Operands.string(text, 1))),
                Builtin.of("units.parse_bytes", (text, _) -> parseBytes(Operands.string(text, 1))));
    }

    private static BigDecimal power(int base, int exponent) {
        return BigDecimal.valueOf(base).pow(exponent);
    }

    /** A number and what follows it. */
    private record Amount(BigDecimal number, String unit) {
        static Amount read(String quoted) throws BuiltinException {
            var text = quoted.replace("\"", "");
            if (text.indexOf(' ') >= 0 || text.length() > LONGEST) {
                throw new BuiltinException("an amount must be a number and a unit, without spaces");
            }
            int end = numberEnd(text);
            if (end == 0) {
                throw new BuiltinException("an amount must begin with a number");
            }
            try {
                return new Amount(new BigDecimal(text.substring(0, end)), text.substring(end));
            } catch (NumberFormatException e) {
                throw new BuiltinException("an amount must begin with a number", e);
            }
        }

        /** An e is an exponent only where digits or a sign follow it, and else a unit. */
        private static int numberEnd(String text) throws BuiltinException {
            int at = 0;
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == 'e' || c == 'E') {
                    int digits = at + 1;
                    if (digits < text.length() && (text.charAt(digits) == '+' || text.charAt(digits) == '-')) {
                        digits++;
                    } else if (digits == text.length() || !isDigit(text.charAt(digits))) {
                        return at;
                    }
                    int end = digits;
                    while (end < text.length() && isDigit(text.charAt(end))) {
                        end++;
                    }
                    if (end - digits > MOST_EXPONENT_DIGITS) {
                        throw new BuiltinException("an amount has too great an exponent");
                    }
                    at = end;
                } else if (isDigit(c) || c == '.' || c == '+' || c == '-') {
                    at++;
                } else {
                    return at;
                }
            }
            return at;
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }
    }

    /** Only here an m is a thousandth and an M a million. */
    private static RegoValue parse(String text) throws BuiltinException {
        var amount = Amount.read(text);
        var unit = amount.unit();
        var known = unit.isEmpty() ? unit : unit.charAt(0) + unit.substring(1).toLowerCase(Locale.ROOT);
        if (known.equals("m")) {
            return number(amount.number().multiply(THOUSANDTH));
        }
        return number(amount.number().multiply(size(known.toLowerCase(Locale.ROOT))));
    }

    private static RegoValue number(BigDecimal number) {
        boolean whole = number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
        return whole
                ? RegoNumber.of(number.toBigInteger())
                : RegoNumber.parse(number.setScale(10, RoundingMode.HALF_UP).toPlainString());
    }

    private static RegoValue parseBytes(String text) throws BuiltinException {
        var amount = Amount.read(text.toLowerCase(Locale.ROOT));
        var unit = amount.unit();
        var stem = unit.endsWith("b") && unit.length() > 1 ? unit.substring(0, unit.length() - 1) : unit;
        var product = binary(binary(amount.number()).multiply(size(stem)));
        return RegoNumber.of(product.toBigInteger());
    }

    private static BigDecimal size(String unit) throws BuiltinException {
        var size = unit.isEmpty() ? BigDecimal.ONE : SIZES.get(unit);
        if (size == null) {
            throw new BuiltinException("an amount has a unit that is not known");
        }
        return size;
    }

    /** The nearest number of 64 significant bits, which is what OPA computes bytes with. */
    private static BigDecimal binary(BigDecimal number) {
        if (number.signum() == 0) {
            return BigDecimal.ZERO;
        }
        var numerator = number.unscaledValue().abs().multiply(BigInteger.TEN.pow(Math.max(-number.scale(), 0)));
        var denominator = BigInteger.TEN.pow(Math.max(number.scale(), 0));
        int shift = 66 - (numerator.bitLength() - denominator.bitLength());
        var quotients = (shift >= 0 ? numerator.shiftLeft(shift) : numerator)
                .divideAndRemainder(shift >= 0 ? denominator : denominator.shiftLeft(-shift));
        var quotient = quotients[0];
        boolean inexact = quotients[1].signum() != 0;
        int dropped = quotient.bitLength() - 64;
        var kept = quotient.shiftRight(dropped);
        var rest = quotient.subtract(kept.shiftLeft(dropped));
        int half = rest.compareTo(BigInteger.ONE.shiftLeft(dropped - 1));
        if (half > 0 || (half == 0 && (inexact || kept.testBit(0)))) {
            kept = kept.add(BigInteger.ONE);
        }
        int exponent = dropped - shift;
        var size = exponent >= 0
                ? new BigDecimal(kept.shiftLeft(exponent))
                : new BigDecimal(kept).divide(new BigDecimal(BigInteger.ONE.shiftLeft(-exponent)));
        return number.signum() < 0 ? size.negate() : size;
    }
}
