package dev.mixer.adapters.sending;

/** Texts that can be written as UTF-8. */
public final class Texts {
    private static final char REPLACEMENT = '\ufffd';

    private Texts() {}

    /** The text with U+FFFD in the place of each surrogate that has no partner; UTF-8 cannot say those. */
    public static String wellFormed(String text) {
        int bad = firstLone(text, 0);
        if (bad < 0) {
            return text;
        }
        var mended = new StringBuilder(text);
        for (; bad >= 0; bad = firstLone(text, bad + 1)) {
            mended.setCharAt(bad, REPLACEMENT);
        }
        return mended.toString();
    }

    private static int firstLone(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (Character.isHighSurrogate(text.charAt(i))
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(text.charAt(i))) {
                return i;
            }
        }
        return -1;
    }
}
