package dev.mixer.adapters.opa.builtin;

import dev.mixer.adapters.opa.value.RegoNull;
import dev.mixer.adapters.opa.value.RegoObject;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The parts of a request for a certificate that are not those of a certificate. */
final class X509Request {
    private static final String EXTENSION_REQUEST = "1.2.840.113549.1.9.14";
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";

    private X509Request() {}

    static void addKey(Der info, RegoObject.Builder object) throws BuiltinException {
        if (!(info.raw() instanceof RegoString(var base64))) {
            throw Der.malformed();
        }
        X509Json.publicKey(info, JwtKeys.publicKey(Base64.getDecoder().decode(base64)), object);
    }

    static void addAttributes(Der info, RegoObject.Builder object) throws BuiltinException {
        for (var field : List.of(
                "Attributes", "Extensions", "ExtraExtensions", "DNSNames", "EmailAddresses", "IPAddresses", "URIs")) {
            object.put(field, RegoNull.NULL);
        }
        var attributes = new ArrayList<RegoValue>();
        for (var part : info.children()) {
            if (part.tag() == 0xA0) {
                for (var attribute : part.children()) {
                    if (attribute.child(0).dotted().equals(EXTENSION_REQUEST)) {
                        var extensions = attribute.child(1).child(0);
                        attributes.add(attribute(attribute, extensions));
                        addExtensions(extensions, object);
                    }
                }
            }
        }
        object.put("Attributes", X509Names.orNull(attributes));
    }

    private static RegoValue attribute(Der attribute, Der extensions) throws BuiltinException {
        var values = new ArrayList<RegoValue>();
        for (var extension : extensions.children()) {
            var parts = extension.children();
            values.add(RegoObject.builder()
                    .put("Type", parts.getFirst().objectId())
                    .put("Value", Der.base64(parts.getLast().content()))
                    .build());
        }
        return RegoObject.builder()
                .put("Type", attribute.child(0).objectId())
                .put("Value", X509Json.array(X509Json.array(values.toArray(RegoValue[]::new))))
                .build();
    }

    private static void addExtensions(Der extensions, RegoObject.Builder object) throws BuiltinException {
        object.put("Extensions", X509Extensions.list(extensions));
        for (var extension : extensions.children()) {
            if (extension.child(0).dotted().equals(ALTERNATIVE_NAMES)) {
                X509Names.addAlternative(extension.children().getLast().inner().children(), object);
            }
        }
    }
}
