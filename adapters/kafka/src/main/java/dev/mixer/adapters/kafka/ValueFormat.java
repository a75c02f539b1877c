package dev.mixer.adapters.kafka;

/** How a record is written. */
public enum ValueFormat {
    /** One object, see {@link dev.mixer.adapters.telemetry.RecordJson}. */
    JSON("application/json"),
    /** {@code mixer.telemetry.v1.Record} of {@code record.proto}. */
    PROTOBUF("application/x-protobuf; messageType=\"mixer.telemetry.v1.Record\"");

    private final String contentType;

    ValueFormat(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }
}
