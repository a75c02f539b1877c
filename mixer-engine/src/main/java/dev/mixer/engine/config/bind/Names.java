package dev.mixer.engine.config.bind;

import java.util.Locale;

/** The two spellings of a name. */
public final class Names {
    private Names() {}

    /** {@code max_amount} and {@code maxAmount} are {@code maxAmount}. */
    public static String camelCase(String name) {
        if (name.indexOf('_') < 0) {
            return name;
        }
        var result = new StringBuilder(name.length());
        boolean upper = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_' && !result.isEmpty()) {
                upper = true;
            } else {
                result.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return result.toString();
    }

    /** {@code maxAmount} is {@code max_amount}. */
    public static String snakeCase(String name) {
        var result = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c) && i > 0) {
                result.append('_');
            }
            result.append(Character.toLowerCase(c));
        }
        return result.toString();
    }

    /** The key that names a case: {@code ExplicitBuckets} is {@code explicitBuckets}. */
    static String caseName(Class<?> type) {
        String simple = type.getSimpleName();
        return simple.substring(0, 1).toLowerCase(Locale.ROOT) + simple.substring(1);
    }
}
