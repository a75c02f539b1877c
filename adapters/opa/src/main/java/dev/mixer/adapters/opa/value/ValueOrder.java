package dev.mixer.adapters.opa.value;

import java.util.List;

/** The total order of values. */
final class ValueOrder {
    private ValueOrder() {}

    static int compare(RegoValue a, RegoValue b) {
        if (a.type() != b.type()) {
            return a.type().compareTo(b.type());
        }
        return switch (a) {
            case RegoNull _ -> 0;
            case RegoBoolean bool -> Boolean.compare(bool.value(), ((RegoBoolean) b).value());
            case RegoNumber number -> number.compareNumber((RegoNumber) b);
            case RegoString(var text) -> compareTexts(text, ((RegoString) b).value());
            case RegoArray(var elements) -> compareLists(elements, ((RegoArray) b).elements());
            case RegoObject object -> compareObjects(object, (RegoObject) b);
            case RegoSet set -> compareLists(set.elements(), ((RegoSet) b).elements());
        };
    }

    /** By code points: Java's own order puts surrogates, and so the code points beyond 16 bits, too early. */
    private static int compareTexts(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char one = a.charAt(i);
            char other = b.charAt(i);
            if (one != other) {
                boolean surrogate = Character.isSurrogate(one);
                return surrogate == Character.isSurrogate(other) ? one - other : surrogate ? 1 : -1;
            }
        }
        return a.length() - b.length();
    }

    private static int compareLists(List<RegoValue> a, List<RegoValue> b) {
        int length = Math.min(a.size(), b.size());
        for (int i = 0; i < length; i++) {
            int order = compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return a.size() - b.size();
    }

    /** The first difference decides, be it in a key or in a value. */
    private static int compareObjects(RegoObject a, RegoObject b) {
        int length = Math.min(a.size(), b.size());
        for (int i = 0; i < length; i++) {
            int order = compare(a.keys().get(i), b.keys().get(i));
            if (order == 0) {
                order = compare(a.values().get(i), b.values().get(i));
            }
            if (order != 0) {
                return order;
            }
        }
        return a.size() - b.size();
    }
}
