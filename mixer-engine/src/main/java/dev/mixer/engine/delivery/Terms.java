package dev.mixer.engine.delivery;

/** The settings of an outbox as they are now; an edit changes them while it works. */
final class Terms {
    private volatile DeliverySettings settings;

    Terms(DeliverySettings settings) {
        this.settings = settings;
    }

    DeliverySettings now() {
        return settings;
    }

    /** Other settings for the same durability. */
    void change(DeliverySettings next) {
        if (next.durability() != settings.durability()) {
            throw new IllegalArgumentException("an outbox keeps its durability");
        }
        settings = next;
    }
}
