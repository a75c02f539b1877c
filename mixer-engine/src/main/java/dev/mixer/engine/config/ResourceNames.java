package dev.mixer.engine.config;

import java.util.regex.Pattern;

/** What may be a name: DNS labels (RFC 1123), as Kubernetes has it. */
final class ResourceNames {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private ResourceNames() {}

    static boolean isLabel(String text) {
        return LABEL.matcher(text).matches();
    }

    /** Labels joined by dots; for resources that no reference names. */
    static boolean isSubdomain(String text) {
        if (text.length() > 253) {
            return false;
        }
        for (String label : text.split("\\.", -1)) {
            if (!isLabel(label)) {
                return false;
            }
        }
        return true;
    }
}
