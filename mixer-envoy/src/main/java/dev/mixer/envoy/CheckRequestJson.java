package dev.mixer.envoy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;

/** Reads requests of people and tests: proto3's JSON form, both spellings of field names. */
public final class CheckRequestJson {
    private CheckRequestJson() {}

    /**
     * The request that a text means.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static CheckRequest parse(String json) {
        var request = CheckRequest.newBuilder();
        try {
            JsonFormat.parser().merge(json, request);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("is no CheckRequest in JSON: " + e.getMessage(), e);
        }
        return request.build();
    }
}
