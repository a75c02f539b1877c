package dev.mixer.adapters.opa.builtin;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;

/**
 * Durations as Go writes them ({@code 1h30m}, {@code -1.5s}) and with OPA's further units of days, weeks and years of 365
 * days.
 */
final class GoDuration {
    private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(63);
    private static final int LONGEST = 1_000;

    private static final Map<String, Long> NANOS = Map.ofEntries(
            Map.entry("ns", 1L),
            Map.entry("us", 1_000L),
            Map.entry("\u00b5s", 1_000L),
            Map.entry("\u03bcs", 1_000L),
            Map.entry("ms", 1_000_000L),
            Map.entry("s", 1_000_000_000L),
            Map.entry("m", 60_000_000_000L),
            Map.entry("h", 3_600_000_000_000L),
            Map.entry("d", 86_400_000_000_000L),
            Map.entry("w", 604_800_000_000_000L),
            Map.entry("y", 31_536_000_000_000_000L));

    private GoDuration() {}

    /** The duration in nanoseconds; parts of them are cut off. */
    static long nanos(String text) throws BuiltinException {
        boolean negative = text.startsWith("-");
        int at = negative || text.startsWith("+") ? 1 : 0;
        if (text.substring(at).equals("0")) {
            return 0;
        }
        if (at == text.length() || text.length() > LONGEST) {
            throw malformed();
        }
        var total = BigInteger.ZERO;
        while (at < text.length()) {
            int numberEnd = at;
            while (numberEnd < text.length() && isNumeric(text.charAt(numberEnd))) {
                numberEnd++;
            }
            int unitEnd = numberEnd;
            while (unitEnd < text.length() && !isNumeric(text.charAt(unitEnd))) {
                unitEnd++;
            }
            total = total.add(part(text.substring(at, numberEnd), text.substring(numberEnd, unitEnd)));
            at = unitEnd;
        }
        if (total.compareTo(LIMIT) > 0 || (!negative && total.equals(LIMIT))) {
            throw malformed();
        }
        return (negative ? total.negate() : total).longValueExact();
    }

    private static boolean isNumeric(char c) {
        return (c >= '0' && c <= '9') || c == '.';
    }

    private static BigInteger part(String number, String unit) throws BuiltinException {
        var nanos = NANOS.get(unit);
        if (nanos == null || number.isEmpty() || number.equals(".")) {
            throw malformed();
        }
        try {
            return new BigDecimal(number)
                    .multiply(BigDecimal.valueOf(nanos))
                    .setScale(0, RoundingMode.DOWN)
                    .toBigInteger();
        } catch (NumberFormatException e) {
            throw malformed();
        }
    }

    private static BuiltinException malformed() {
        return new BuiltinException("the duration must be numbers with units as in 1h30m");
    }
}
