package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoNumber;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;

/** Points in time as nanoseconds since 1970, with time zones by their IANA names and Go's layouts. */
final class TimeBuiltins {
    private static final long NANOS = 1_000_000_000L;
    private static final BigInteger BIG_NANOS = BigInteger.valueOf(NANOS);

    /** More years than a point in time can be away. */
    private static final long MOST_DAYS = 1_000_000L;

    private TimeBuiltins() {}

    static List<Builtin> all() {
        return List.of(
                Builtin.of("time.now_ns", context -> RegoNumber.of(context.nowNanos())),
                Builtin.of(
                        "time.parse_rfc3339_ns",
                        (text, _) -> nanos(GoTimeReader.read(GoLayout.named("RFC3339"), Operands.string(text, 1)))),
                Builtin.of(
                        "time.parse_ns",
                        (layout, text, _) -> nanos(GoTimeReader.read(
                                GoLayout.named(Operands.string(layout, 1)), Operands.string(text, 2)))),
                Builtin.of(
                        "time.parse_duration_ns",
                        (text, _) -> RegoNumber.of(GoDuration.nanos(Operands.string(text, 1)))),
                Builtin.of("time.date", (moment, _) -> date(moment(moment, 1))),
                Builtin.of("time.clock", (moment, _) -> clock(moment(moment, 1))),
                Builtin.of(
                        "time.weekday",
                        (moment, _) -> RegoValue.of(
                                moment(moment, 1).getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH))),
                Builtin.of("time.add_date", 4, TimeBuiltins::addDate),
                Builtin.of("time.diff", (one, other, _) -> TimeDifference.between(moment(one, 1), moment(other, 2))),
                Builtin.of("time.format", TimeBuiltins::format));
    }

    private static RegoValue nanos(ZonedDateTime moment) throws BuiltinException {
        var nanos = BigInteger.valueOf(moment.toEpochSecond())
                .multiply(BIG_NANOS)
                .add(BigInteger.valueOf(moment.getNano()));
        if (nanos.bitLength() > 63) {
            throw new BuiltinException("the time is outside of the years 1677 to 2262");
        }
        return RegoNumber.of(nanos.longValueExact());
    }

    /** Nanoseconds, or an array of them, a zone and a layout. */
    private static ZonedDateTime moment(RegoValue value, int position) throws BuiltinException {
        var zone = (ZoneId) ZoneOffset.UTC;
        var number = value;
        if (value instanceof RegoArray array) {
            if (array.size() == 0) {
                throw Operands.wrongType(value, position, "a number or an array of a number and a time zone");
            }
            number = array.get(0);
            if (array.size() > 1) {
                zone = zone(Operands.string(array.get(1), position));
            }
        }
        long nanos = Operands.whole(number, position);
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS))
                .atZone(zone);
    }

    private static ZoneId zone(String name) throws BuiltinException {
        if (name.isEmpty() || name.equals("UTC")) {
            return ZoneOffset.UTC;
        }
        if (name.equals("Local")) {
            return ZoneId.systemDefault();
        }
        try {
            // Java also takes offsets such as +02:00, which are no names.
            var zone = ZoneId.of(name, ZoneId.SHORT_IDS);
            if (zone instanceof ZoneOffset || name.indexOf('+') == 0 || name.indexOf('-') == 0) {
                throw new BuiltinException("no such time zone");
            }
            return zone;
        } catch (DateTimeException e) {
            throw new BuiltinException("no such time zone", e);
        }
    }

    private static RegoValue date(ZonedDateTime moment) {
        return numbers(moment.getYear(), moment.getMonthValue(), moment.getDayOfMonth());
    }

    private static RegoValue clock(ZonedDateTime moment) {
        return numbers(moment.getHour(), moment.getMinute(), moment.getSecond());
    }

    static RegoValue numbers(int... numbers) {
        var elements = new RegoValue[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            elements[i] = RegoNumber.of(numbers[i]);
        }
        return RegoArray.of(elements);
    }

    private static RegoValue addDate(List<RegoValue> arguments, BuiltinContext context) throws BuiltinException {
        var moment = moment(arguments.getFirst(), 1);
        long years = Operands.whole(arguments.get(1), 2);
        long months = Operands.whole(arguments.get(2), 3);
        long days = Operands.whole(arguments.get(3), 4);
        if (Math.max(Math.max(magnitude(years), magnitude(months)), magnitude(days)) > MOST_DAYS) {
            throw new BuiltinException("the time is outside of the years 1677 to 2262");
        }
        // A day that the month lacks runs over into the next month, as Go has it: January 31 and a month is March 2 or
        // 3.
        var date = LocalDate.of(moment.getYear(), moment.getMonthValue(), 1)
                .plusMonths(years * 12 + months)
                .plusDays(moment.getDayOfMonth() - 1 + days);
        return nanos(LocalDateTime.of(date, moment.toLocalTime()).atZone(moment.getZone()));
    }

    private static long magnitude(long number) {
        return number == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(number);
    }

    private static RegoValue format(RegoValue value, BuiltinContext context) throws BuiltinException {
        var moment = moment(value, 1);
        var layout = "";
        if (value instanceof RegoArray array && array.size() > 2) {
            layout = Operands.string(array.get(2), 1);
        }
        var text = GoTimeWriter.write(GoLayout.named(layout.isEmpty() ? "RFC3339Nano" : layout), moment);
        Results.checkText(text.length(), context);
        return new RegoString(text);
    }
}
