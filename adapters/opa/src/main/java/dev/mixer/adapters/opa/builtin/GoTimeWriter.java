package dev.mixer.adapters.opa.builtin;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Locale;

/** Writes points in time by a {@link GoLayout}. */
final class GoTimeWriter {
    private GoTimeWriter() {}

    static String write(GoLayout layout, ZonedDateTime moment) {
        var out = new StringBuilder();
        for (var part : layout.parts()) {
            out.append(text(part, moment));
        }
        return out.toString();
    }

    private static String text(GoLayout.Part part, ZonedDateTime moment) {
        int hour = moment.getHour();
        int half = hour % 12 == 0 ? 12 : hour % 12;
        return switch (part.kind()) {
            case "2006" -> padded(moment.getYear(), 4, '0');
            case "06" -> padded(Math.floorMod(moment.getYear(), 100), 2, '0');
            case "January" -> moment.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "Jan" ->
                moment.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 3);
            case "Monday" -> moment.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "Mon" ->
                moment.getDayOfWeek()
                        .getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                        .substring(0, 3);
            case "01" -> padded(moment.getMonthValue(), 2, '0');
            case "1" -> Integer.toString(moment.getMonthValue());
            case "02" -> padded(moment.getDayOfMonth(), 2, '0');
            case "_2" -> padded(moment.getDayOfMonth(), 2, ' ');
            case "2" -> Integer.toString(moment.getDayOfMonth());
            case "002" -> padded(moment.getDayOfYear(), 3, '0');
            case "__2" -> padded(moment.getDayOfYear(), 3, ' ');
            case "15" -> padded(hour, 2, '0');
            case "03" -> padded(half, 2, '0');
            case "3" -> Integer.toString(half);
            case "PM" -> hour < 12 ? "AM" : "PM";
            case "pm" -> hour < 12 ? "am" : "pm";
            case "04" -> padded(moment.getMinute(), 2, '0');
            case "4" -> Integer.toString(moment.getMinute());
            case "05" -> padded(moment.getSecond(), 2, '0');
            case "5" -> Integer.toString(moment.getSecond());
            case "MST" -> zoneName(moment);
            case GoLayout.FRACTION, GoLayout.SHORT_FRACTION -> fraction(part, moment.getNano());
            case "" -> part.text();
            default -> offset(part.kind(), moment.getOffset().getTotalSeconds());
        };
    }

    private static String padded(int number, int width, char filler) {
        var digits = Integer.toString(Math.abs(number));
        return (number < 0 ? "-" : "") + String.valueOf(filler).repeat(Math.max(width - digits.length(), 0)) + digits;
    }

    private static String fraction(GoLayout.Part part, int nanos) {
        int digits = Math.min(part.text().length() - 1, 9);
        var all = padded(nanos, 9, '0').substring(0, digits);
        if (part.kind().equals(GoLayout.FRACTION)) {
            return part.text().charAt(0) + all;
        }
        var trimmed = all.replaceFirst("0+$", "");
        return trimmed.isEmpty() ? "" : part.text().charAt(0) + trimmed;
    }

    private static String zoneName(ZonedDateTime moment) {
        var zone = moment.getZone();
        if (zone instanceof ZoneOffset) {
            return moment.getOffset().getTotalSeconds() == 0
                    ? "UTC"
                    : offset("-0700", moment.getOffset().getTotalSeconds());
        }
        return ZoneNames.abbreviation(moment);
    }

    private static String offset(String kind, int seconds) {
        if (kind.charAt(0) == 'Z' && seconds == 0) {
            return "Z";
        }
        int size = Math.abs(seconds);
        var colon = kind.indexOf(':') >= 0 ? ":" : "";
        var text = (seconds < 0 ? "-" : "+") + padded(size / 3600, 2, '0');
        if (kind.length() > 3) {
            text += colon + padded(size / 60 % 60, 2, '0');
        }
        if (kind.length() > 6) {
            text += colon + padded(size % 60, 2, '0');
        }
        return text;
    }
}
