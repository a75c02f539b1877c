package dev.mixer.adapters.http;

/** How a request holds its records. */
public enum BodyFormat {
    /** One object a line. */
    NDJSON("application/x-ndjson", "", "\n", "\n"),
    /** One array of objects. */
    ARRAY("application/json", "[", ",", "]");

    private final String contentType;
    private final String before;
    private final String between;
    private final String after;

    BodyFormat(String contentType, String before, String between, String after) {
        this.contentType = contentType;
        this.before = before;
        this.between = between;
        this.after = after;
    }

    String contentType() {
        return contentType;
    }

    String before() {
        return before;
    }

    String between() {
        return between;
    }

    String after() {
        return after;
    }
}
