package dev.mixer.engine.ratelimit;

/** Joins texts so that no two sequences of texts look alike, whatever clients put into their values. */
final class CounterKey {
    private final StringBuilder text = new StringBuilder(64);

    CounterKey(String domain) {
        add(domain);
    }

    void add(String key, String value) {
        add(key);
        add(value);
    }

    private void add(String part) {
        text.append(part.length()).append(':').append(part);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
