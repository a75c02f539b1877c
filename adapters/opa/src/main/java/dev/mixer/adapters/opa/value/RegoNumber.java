package dev.mixer.adapters.opa.value;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A number of any size and precision. What was read keeps its text, so that {@code 1.0} and {@code 1e3} are written as
 * they came; whole numbers of 64 bits in their plain form cost no more than a {@code long}.
 */
public final class RegoNumber implements RegoValue {
    /** The longest plain text that surely fits into a long, with its sign. */
    private static final int SAFE_LONG_TEXT = 18;

    private static final BigDecimal LEAST_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal GREATEST_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

    /** The value where {@link #decimal} is null. */
    private final long whole;

    private final @Nullable BigDecimal decimal;

    /** The text it was read from, or null for the plain text of its value. */
    private final @Nullable String text;

    private RegoNumber(long whole, @Nullable BigDecimal decimal, @Nullable String text) {
        this.whole = whole;
        this.decimal = decimal;
        this.text = text;
    }

    /** A whole number. */
    public static RegoNumber of(long number) {
        return new RegoNumber(number, null, null);
    }

    /** A whole number of any size. */
    public static RegoNumber of(BigInteger number) {
        return of(new BigDecimal(number));
    }

    /** A decimal number; a whole one within 64 bits is written without point and exponent. */
    public static RegoNumber of(BigDecimal number) {
        requireNonNull(number, "number");
        return isWhole(number) && fitsLong(number)
                ? of(number.longValueExact())
                : new RegoNumber(0, number, isWhole(number) ? wholeText(number) : null);
    }

    /**
     * Reads a number as JSON writes it.
     *
     * @throws NumberFormatException if {@code text} is none, or its exponent is beyond 32 bits
     */
    public static RegoNumber parse(String text) {
        if (isPlainLong(text)) {
            return of(Long.parseLong(text));
        }
        var decimal = new BigDecimal(text);
        if (decimal.signum() != 0 && isWhole(decimal) && fitsLong(decimal)) {
            long whole = decimal.longValueExact();
            return new RegoNumber(whole, null, Long.toString(whole).equals(text) ? null : text);
        }
        return new RegoNumber(0, decimal, text);
    }

    private static boolean isPlainLong(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        int digits = text.length() - start;
        if (digits == 0 || digits > SAFE_LONG_TEXT || (text.charAt(start) == '0' && text.length() > 1)) {
            return false; // "-0" keeps its text too
        }
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** Whether there is no fraction. Safe for any exponent. */
    public boolean isWhole() {
        return decimal == null || isWhole(decimal);
    }

    private static boolean isWhole(BigDecimal number) {
        return number.scale() <= 0
                || number.signum() == 0
                || number.stripTrailingZeros().scale() <= 0;
    }

    private static boolean fitsLong(BigDecimal number) {
        return number.compareTo(LEAST_LONG) >= 0 && number.compareTo(GREATEST_LONG) <= 0;
    }

    /** A whole number without exponent where that is short, else as {@link BigDecimal} writes it. */
    private static @Nullable String wholeText(BigDecimal number) {
        return number.precision() - number.scale() <= 1_000
                ? number.toBigInteger().toString()
                : null;
    }

    /** The value, or nothing if it is no whole number of 64 bits. Safe for any exponent. */
    public OptionalLong asLong() {
        if (decimal == null) {
            return OptionalLong.of(whole);
        }
        return isWhole(decimal) && fitsLong(decimal) ? OptionalLong.of(decimal.longValueExact()) : OptionalLong.empty();
    }

    /**
     * The value. Mind its exponent, which may be as great as 32 bits can say: adding such a number to a small one or
     * turning it into a {@link BigInteger} would fill the memory.
     */
    public BigDecimal asDecimal() {
        return decimal == null ? BigDecimal.valueOf(whole) : decimal;
    }

    /** The nearest number of 64 bits in binary floating point; infinite where the value is beyond them. */
    public double asDouble() {
        return decimal == null ? whole : decimal.doubleValue();
    }

    /** The number as JSON: the text that was read, or the shortest plain text. */
    public String text() {
        if (text != null) {
            return text;
        }
        return decimal == null ? Long.toString(whole) : decimal.toString();
    }

    int compareNumber(RegoNumber other) {
        return decimal == null && other.decimal == null
                ? Long.compare(whole, other.whole)
                : asDecimal().compareTo(other.asDecimal());
    }

    @Override
    public RegoType type() {
        return RegoType.NUMBER;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RegoNumber number && compareNumber(number) == 0;
    }

    @Override
    public int hashCode() {
        var small = asLong();
        return small.isPresent()
                ? Long.hashCode(small.getAsLong())
                : asDecimal().stripTrailingZeros().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
