package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoValue;
import java.time.LocalDate;
import java.time.ZonedDateTime;

/** How far two points in time are apart, in calendar units. */
final class TimeDifference {
    private TimeDifference() {}

    /** Years, months, days, hours, minutes and seconds from the earlier to the later, by the calendar of the first's zone. */
    static RegoValue between(ZonedDateTime one, ZonedDateTime other) {
        var inZone = other.withZoneSameInstant(one.getZone());
        var early = one.isAfter(inZone) ? inZone : one;
        var late = one.isAfter(inZone) ? one : inZone;
        int seconds = late.getSecond() - early.getSecond();
        int minutes = late.getMinute() - early.getMinute() + Math.floorDiv(seconds, 60);
        int hours = late.getHour() - early.getHour() + Math.floorDiv(minutes, 60);
        int days = late.getDayOfMonth() - early.getDayOfMonth() + Math.floorDiv(hours, 24);
        int months = late.getMonthValue() - early.getMonthValue();
        if (days < 0) { // a month is as long as the one that the earlier lies in
            days += LocalDate.of(early.getYear(), early.getMonthValue(), 1).lengthOfMonth();
            months--;
        }
        int years = late.getYear() - early.getYear() + Math.floorDiv(months, 12);
        return TimeBuiltins.numbers(
                years,
                Math.floorMod(months, 12),
                days,
                Math.floorMod(hours, 24),
                Math.floorMod(minutes, 60),
                Math.floorMod(seconds, 60));
    }
}
