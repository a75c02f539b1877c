package dev.mixer.adapters.quota;

/**
 * An instance as the configuration of a quota names it: {@code name}, {@code name.namespace} or, as Mixer wrote it,
 * {@code name.quota.namespace}.
 *
 * @param name the short name
 * @param namespace where the instance lies; empty: anywhere
 */
record InstanceName(String name, String namespace) {
    static InstanceName of(String written) {
        int last = written.lastIndexOf('.');
        if (last < 0) {
            return new InstanceName(written, "");
        }
        var head = written.substring(0, last);
        var tail = written.substring(last + 1);
        if (isKind(tail)) {
            return new InstanceName(head, "");
        }
        int middle = head.lastIndexOf('.');
        return new InstanceName(
                middle > 0 && isKind(head.substring(middle + 1)) ? head.substring(0, middle) : head, tail);
    }

    private static boolean isKind(String segment) {
        return segment.equals("quota") || segment.equals("instance");
    }

    @Override
    public String toString() {
        return namespace.isEmpty() ? name : name + "." + namespace;
    }
}
