package dev.mixer.adapters.opentelemetry;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.Optional;

/**
 * Finds the RetryInfo in a google.rpc.Status (details in its field 3, each an Any). Read by hand: of the common types of
 * Google, two megabytes, nothing else is needed.
 */
final class RpcStatus {
    private static final String RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo";
    private static final int DETAILS = 3 << 3 | 2;
    private static final int RETRY_DELAY = 1 << 3 | 2;

    private RpcStatus() {}

    /** How long the server wants to be left alone; empty where it does not say or cannot be understood. */
    static Optional<java.time.Duration> retryDelay(byte[] status) {
        try {
            var in = CodedInputStream.newInstance(status);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == DETAILS) {
                    var detail = com.google.protobuf.Any.parseFrom(in.readByteArray());
                    if (detail.getTypeUrl().equals(RETRY_INFO)) {
                        return Optional.of(delay(detail.getValue().newCodedInput()));
                    }
                } else {
                    in.skipField(tag);
                }
            }
        } catch (IOException e) {
            // What a server says beside its refusal does not change the refusal.
        }
        return Optional.empty();
    }

    private static java.time.Duration delay(CodedInputStream in) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == RETRY_DELAY) {
                var delay = Duration.parseFrom(in.readByteArray());
                var read = java.time.Duration.ofSeconds(delay.getSeconds(), delay.getNanos());
                if (read.isNegative() || read.toDays() > 1) {
                    throw new InvalidProtocolBufferException("a delay of " + read);
                }
                return read;
            }
            in.skipField(tag);
        }
        return java.time.Duration.ZERO;
    }
}
