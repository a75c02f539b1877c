package dev.mixer.adapters.redisquota;

/** Who decides while Redis does not. */
public enum WhenUnavailable {
    /** Everything is granted. */
    ALLOW,
    /** Nothing is granted. */
    DENY,
    /** Each host keeps the limits by itself, so that together they may grant the limit once each. */
    LOCAL
}
