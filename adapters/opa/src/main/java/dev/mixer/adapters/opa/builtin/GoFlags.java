package dev.mixer.adapters.opa.builtin;

/** Flags, width and precision of one verb in a format of Go. Changed while the verb is read, by one thread. */
final class GoFlags {
    static final int ABSENT = -1;

    boolean minus;
    boolean plus;
    boolean sharp;
    boolean space;
    boolean zero;
    /** {@code %#v}: as Go source. */
    boolean sharpV;

    int width = ABSENT;
    int precision = ABSENT;

    /** Reads one flag; says no if {@code c} is none. */
    boolean set(char c) {
        switch (c) {
            case '-' -> minus = true;
            case '+' -> plus = true;
            case '#' -> sharp = true;
            case ' ' -> space = true;
            case '0' -> zero = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    boolean zeroPadded() {
        return zero && !minus;
    }

    /** The verb {@code v} reads two flags in its own way. */
    void generic() {
        sharpV = sharp;
        sharp = false;
        plus = false;
    }

    /** Brings {@code text} to the width, which counts code points. */
    String pad(String text) {
        return pad(text, zeroPadded() ? '0' : ' ');
    }

    String pad(String text, char filler) {
        int missing = width == ABSENT ? 0 : width - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        return minus ? text + " ".repeat(missing) : String.valueOf(filler).repeat(missing) + text;
    }
}
