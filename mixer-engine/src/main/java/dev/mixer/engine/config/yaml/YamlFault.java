package dev.mixer.engine.config.yaml;

import dev.mixer.engine.config.problem.Place;

/** Ends the reading of a file at a place. Never leaves this package. */
final class YamlFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Place place;
    private final String text;

    YamlFault(Place place, String text) {
        super(text, null, false, false);
        this.place = place;
        this.text = text;
    }

    Place place() {
        return place;
    }

    String text() {
        return text;
    }
}
