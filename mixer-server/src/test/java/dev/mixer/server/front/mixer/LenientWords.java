package dev.mixer.server.front.mixer;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.mixer.proto.v1.CheckRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Protobuf's own parser for the messages of the Mixer API, an oracle for the one written by hand. Words are bytes to it: sidecars
 * put headers in any encoding there, and one that no rule reads must not refuse a call.
 */
final class LenientWords {
    private static final FileDescriptor FILE = file();

    private LenientWords() {}

    /** The message, or null where the bytes are none. */
    static @Nullable DynamicMessage parse(String type, byte[] message) {
        Descriptor descriptor = FILE.findMessageTypeByName(type);
        try {
            return DynamicMessage.parseFrom(descriptor, message);
        } catch (InvalidProtocolBufferException e) {
            return null;
        }
    }

    private static FileDescriptor file() {
        var original = CheckRequest.getDescriptor().getFile();
        FileDescriptorProto.Builder changed = original.toProto().toBuilder();
        for (var message : changed.getMessageTypeBuilderList()) {
            for (var field : message.getFieldBuilderList()) {
                if (List.of("words", "default_words").contains(field.getName())) {
                    field.setType(FieldDescriptorProto.Type.TYPE_BYTES);
                }
            }
        }
        try {
            return FileDescriptor.buildFrom(
                    changed.build(), original.getDependencies().toArray(FileDescriptor[]::new));
        } catch (DescriptorValidationException e) {
            throw new AssertionError(e);
        }
    }
}
