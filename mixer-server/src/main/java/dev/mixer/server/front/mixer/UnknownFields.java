package dev.mixer.server.front.mixer;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;

/** Passes over fields that this version does not know, as strictly as protobuf's own parsers do. */
final class UnknownFields {
    private UnknownFields() {}

    static void skip(CodedInputStream in, int tag) throws IOException {
        // The end of a group that never began ends a message in protobuf's parsers, and they refuse what ends so.
        if (!in.skipField(tag)) {
            throw new InvalidProtocolBufferException("a group ends that did not begin");
        }
    }
}
