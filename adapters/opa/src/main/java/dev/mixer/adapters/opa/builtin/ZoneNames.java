package dev.mixer.adapters.opa.builtin;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Abbreviations of time zones. Java keeps them among its texts and not with the zones, so that zones whose abbreviation is but
 * a number there and here may differ: this writes the number, as the IANA data does for most such zones.
 */
final class ZoneNames {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("zzz", Locale.US);

    private ZoneNames() {}

    static String abbreviation(ZonedDateTime moment) {
        var name = NAME.format(moment);
        boolean letters = !name.isEmpty() && name.length() <= 5 && name.chars().allMatch(Character::isUpperCase);
        return letters ? name : number(moment.getOffset().getTotalSeconds());
    }

    private static String number(int seconds) {
        int minutes = Math.abs(seconds) / 60;
        var text = String.format(Locale.ROOT, "%s%02d", seconds < 0 ? "-" : "+", minutes / 60);
        return minutes % 60 == 0 ? text : text + String.format(Locale.ROOT, "%02d", minutes % 60);
    }
}
