package dev.mixer.adapters.opa.builtin;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads points in time by a {@link GoLayout}, with Go's ways: what the layout lacks is year 0, January 1, midnight, UTC; a fraction
 * may follow the seconds though the layout has none; an abbreviation of a zone that is not UTC means UTC, too.
 */
final class GoTimeReader {
    private static final List<String> MONTHS = List.of(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");
    private static final List<String> DAYS =
            List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");

    private final String text;
    private int at;

    private int year;
    private int month = -1;
    private int day = -1;
    private int dayOfYear = -1;
    private int hour;
    private int minute;
    private int second;
    private int nanos;
    private boolean afternoon;
    private boolean morning;
    private @Nullable ZoneOffset offset;

    private GoTimeReader(String text) {
        this.text = text;
    }

    static ZonedDateTime read(GoLayout layout, String text) throws BuiltinException {
        var reader = new GoTimeReader(text);
        try {
            var parts = layout.parts();
            for (int i = 0; i < parts.size(); i++) {
                boolean fractionFollows =
                        i + 1 < parts.size() && parts.get(i + 1).kind().startsWith(".");
                reader.part(parts.get(i), fractionFollows);
            }
            if (reader.at < text.length()) {
                throw malformed();
            }
            return reader.moment();
        } catch (DateTimeException e) {
            throw new BuiltinException("the time has a part out of range", e);
        }
    }

    private static BuiltinException malformed() {
        return new BuiltinException("the time does not follow its layout");
    }

    private void part(GoLayout.Part part, boolean fractionFollows) throws BuiltinException {
        switch (part.kind()) {
            case "" -> literal(part.text());
            case "2006" -> year = digits(4, 4);
            case "06" -> {
                int two = digits(2, 2);
                year = two >= 69 ? 1900 + two : 2000 + two;
            }
            case "January" -> month = name(MONTHS, false) + 1;
            case "Jan" -> month = name(MONTHS, true) + 1;
            case "Monday" -> name(DAYS, false);
            case "Mon" -> name(DAYS, true);
            case "01" -> month = digits(2, 2);
            case "1" -> month = digits(1, 2);
            case "02" -> day = digits(2, 2);
            case "2" -> day = digits(1, 2);
            case "_2" -> {
                if (at < text.length() && text.charAt(at) == ' ') {
                    at++;
                }
                day = digits(1, 2);
            }
            case "002", "__2" -> {
                while (part.kind().equals("__2") && at < text.length() && text.charAt(at) == ' ') {
                    at++;
                }
                dayOfYear = digits(part.kind().equals("002") ? 3 : 1, 3);
            }
            case "15" -> hour = digits(1, 2);
            case "03" -> hour = halfDay(digits(2, 2));
            case "3" -> hour = halfDay(digits(1, 2));
            case "PM", "pm" -> half(part.kind().equals("pm"));
            case "04" -> minute = digits(2, 2);
            case "4" -> minute = digits(1, 2);
            case "05", "5" -> {
                second = digits(part.kind().length(), 2);
                if (!fractionFollows) {
                    fraction(0, 9);
                }
            }
            case GoLayout.FRACTION ->
                fraction(part.text().length() - 1, part.text().length() - 1);
            case GoLayout.SHORT_FRACTION -> fraction(0, 9);
            case "MST" -> zoneName();
            default -> offset = offset(part.kind());
        }
    }

    /** In a layout one space stands for any number of them. */
    private void literal(String literal) throws BuiltinException {
        for (int i = 0; i < literal.length(); i++) {
            if (literal.charAt(i) == ' ') {
                if (at < text.length() && text.charAt(at) != ' ') {
                    throw malformed();
                }
                while (at < text.length() && text.charAt(at) == ' ') {
                    at++;
                }
                while (i + 1 < literal.length() && literal.charAt(i + 1) == ' ') {
                    i++;
                }
            } else if (at < text.length() && text.charAt(at) == literal.charAt(i)) {
                at++;
            } else {
                throw malformed();
            }
        }
    }

    private int digits(int least, int most) throws BuiltinException {
        int number = 0;
        int count = 0;
        while (count < most && isDigit(at)) {
            number = number * 10 + (text.charAt(at++) - '0');
            count++;
        }
        if (count < least) {
            throw malformed();
        }
        return number;
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private int name(List<String> names, boolean abbreviated) throws BuiltinException {
        for (int i = 0; i < names.size(); i++) {
            var name = abbreviated ? names.get(i).substring(0, 3) : names.get(i);
            if (text.regionMatches(true, at, name, 0, name.length())) {
                at += name.length();
                return i;
            }
        }
        throw malformed();
    }

    private static int halfDay(int hour) throws BuiltinException {
        if (hour > 12) {
            throw malformed();
        }
        return hour;
    }

    private void half(boolean lower) throws BuiltinException {
        var word = text.substring(at, Math.min(at + 2, text.length()));
        morning = word.equals(lower ? "am" : "AM");
        afternoon = word.equals(lower ? "pm" : "PM");
        if (!morning && !afternoon) {
            throw malformed();
        }
        at += 2;
    }

    /** A point or a comma and digits; of those beyond nanoseconds nothing is kept. */
    private void fraction(int least, int most) throws BuiltinException {
        boolean present = at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == ',') && isDigit(at + 1);
        if (!present) {
            if (least > 0) {
                throw malformed();
            }
            return;
        }
        int start = ++at;
        while (isDigit(at) && (least == 0 || at - start < most)) {
            at++;
        }
        if (at - start < least) {
            throw malformed();
        }
        var digits = (text.substring(start, Math.min(at, start + 9)) + "000000000").substring(0, 9);
        nanos = Integer.parseInt(digits);
    }

    /** An abbreviation: three or four capital letters, or a sign and hours. */
    private void zoneName() throws BuiltinException {
        int start = at;
        if (text.startsWith("UTC", at)) {
            at += 3;
            return;
        }
        if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
            at++;
            digits(2, 4);
            return;
        }
        while (at < text.length() && text.charAt(at) >= 'A' && text.charAt(at) <= 'Z') {
            at++;
        }
        int length = at - start;
        boolean gmt = text.startsWith("GMT", start) && length == 3;
        if (gmt && at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
            boolean east = text.charAt(at++) == '+';
            int hours = digits(1, 2);
            offset = ZoneOffset.ofHours(east ? hours : -hours);
            return;
        }
        boolean known = length == 3
                || (length == 4 && (text.charAt(at - 1) == 'T' || text.startsWith("WITA", start)))
                || (length == 5 && text.charAt(at - 1) == 'T' && text.charAt(at - 2) == 'S');
        if (!known) {
            throw malformed();
        }
    }

    private ZoneOffset offset(String kind) throws BuiltinException {
        if (kind.charAt(0) == 'Z' && at < text.length() && text.charAt(at) == 'Z') {
            at++;
            return ZoneOffset.UTC;
        }
        if (at >= text.length() || (text.charAt(at) != '+' && text.charAt(at) != '-')) {
            throw malformed();
        }
        int sign = text.charAt(at++) == '-' ? -1 : 1;
        int hours = digits(2, 2);
        boolean colon = kind.indexOf(':') >= 0;
        int minutes = kind.length() > 3 ? following(colon) : 0;
        int seconds = kind.length() > 6 ? following(colon) : 0;
        if (hours > 24 || minutes > 60 || seconds > 60) {
            throw malformed();
        }
        return ZoneOffset.ofTotalSeconds(sign * (hours * 3600 + minutes * 60 + seconds));
    }

    private int following(boolean colon) throws BuiltinException {
        if (colon) {
            literal(":");
        }
        return digits(2, 2);
    }

    private ZonedDateTime moment() throws BuiltinException {
        if (afternoon && hour < 12) {
            hour += 12;
        } else if (morning && hour == 12) {
            hour = 0;
        }
        var date = date();
        var zone = offset == null ? (ZoneId) ZoneOffset.UTC : offset;
        return ZonedDateTime.of(date, LocalTime.of(hour, minute, second, nanos), zone);
    }

    private LocalDate date() throws BuiltinException {
        if (dayOfYear < 0) {
            return LocalDate.of(year, month < 0 ? 1 : month, day < 0 ? 1 : day);
        }
        var date = LocalDate.ofYearDay(year, dayOfYear);
        if ((month >= 0 && date.getMonthValue() != month) || (day >= 0 && date.getDayOfMonth() != day)) {
            throw malformed();
        }
        return date;
    }
}
