package dev.mixer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Configurations for tests. */
final class Configurations {
    /** Refuses {@code /admin} and marks every response. */
    static final String CLOSED_ADMIN = """
            apiVersion: config.istio.io/v1alpha2
            kind: handler
            metadata: {name: closed, namespace: istio-system}
            spec:
              compiledAdapter: denier
              params:
                status: {code: 7, message: closed for now}
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: instance
            metadata: {name: anything, namespace: istio-system}
            spec:
              compiledTemplate: checknothing
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: close-admin, namespace: istio-system}
            spec:
              match: request.path.startsWith("/admin") || shop.closed == true
              actions:
              - handler: closed
                instances: [anything]
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: rule
            metadata: {name: mark, namespace: istio-system}
            spec:
              responseHeaderOperations:
              - name: x-checked-by
                values: ['"mixer"']
            ---
            apiVersion: config.istio.io/v1alpha2
            kind: attributemanifest
            metadata: {name: shop, namespace: istio-system}
            spec:
              attributes:
                shop.closed:
                  valueType: BOOL
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: shop}
            """;

    /** One line of it is wrong: an attribute is misspelt. */
    static final String FAULTY = CLOSED_ADMIN.replace("request.path.starts", "request.pth.starts");

    private Configurations() {}

    static String write(Path folder, String text) throws IOException {
        Files.writeString(folder.resolve("config.yaml"), text);
        return folder.toString();
    }
}
