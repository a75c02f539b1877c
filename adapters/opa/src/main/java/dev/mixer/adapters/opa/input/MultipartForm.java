package dev.mixer.adapters.opa.input;

import dev.mixer.adapters.opa.projection.InputWriter;
import dev.mixer.adapters.opa.value.Json;
import dev.mixer.adapters.opa.value.MalformedValueException;
import dev.mixer.adapters.opa.value.RegoArray;
import dev.mixer.adapters.opa.value.RegoString;
import dev.mixer.adapters.opa.value.RegoValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The parts of a body of the type {@code multipart/form-data} (RFC 7578) by their names: texts, and values where a part is JSON. What
 * is not written as the RFC has it is refused, since the application may read it in another way.
 */
record MultipartForm(Map<String, List<RegoValue>> values) {
    private static final int MOST_PARTS = 1_000;

    /**
     * Reads a body.
     *
     * @throws MalformedValueException if it is no such form, or a part is no JSON though it says so
     */
    static MultipartForm of(String body, String boundary) throws MalformedValueException {
        var values = new LinkedHashMap<String, List<RegoValue>>();
        var delimiter = "--" + boundary;
        int at = body.startsWith(delimiter) ? 0 : body.indexOf("\n" + delimiter) + 1;
        if (!body.startsWith(delimiter, at)) {
            throw fault("its boundary is missing");
        }
        for (int parts = 0; !body.startsWith("--", at + delimiter.length()); parts++) {
            int start = lineEnd(body, at + delimiter.length());
            int next = body.indexOf("\n" + delimiter, start - 1); // an empty part has no line of its own
            if (next < 0) {
                throw fault("its last boundary is missing");
            }
            if (parts == MOST_PARTS) {
                throw fault("it has more than " + MOST_PARTS + " parts");
            }
            part(body.substring(start, next + 1), values);
            at = next + 1;
        }
        return new MultipartForm(values);
    }

    /** Where the line after the delimiter begins; blanks may stand before its end. */
    private static int lineEnd(String body, int from) throws MalformedValueException {
        int end = body.indexOf('\n', from);
        if (end < 0 || !body.substring(from, end).isBlank()) {
            throw fault("more follows a boundary");
        }
        return end + 1;
    }

    /** One part with its headers and the line end before the next boundary. */
    private static void part(String part, Map<String, List<RegoValue>> values) throws MalformedValueException {
        var headers = new LinkedHashMap<String, String>();
        int at = 0;
        while (true) {
            int end = part.indexOf('\n', at);
            if (end < 0) {
                throw fault("the headers of a part do not end");
            }
            var line = withoutReturn(part.substring(at, end));
            at = end + 1;
            if (line.isEmpty()) {
                break;
            }
            int colon = line.indexOf(':');
            var name = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
            if (!name.matches("[a-z0-9-]+")
                    || headers.put(name, line.substring(colon + 1).strip()) != null) {
                throw fault("a header of a part is none, or there twice");
            }
        }
        if (headers.containsKey("content-transfer-encoding")) {
            throw fault("a part has a transfer encoding");
        }
        var disposition = FieldParameters.parse(headers.getOrDefault("content-disposition", ""))
                .orElseThrow(() -> fault("a part's content-disposition cannot be read"));
        var name = disposition.get("name");
        if (!disposition.value().equals("form-data") || name == null || name.isEmpty()) {
            return; // of no field
        }
        var content = at >= part.length() ? "" : withoutReturn(part.substring(at, part.length() - 1));
        var json = headers.getOrDefault("content-type", "").contains("application/json");
        values.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(json ? Json.parse(content) : new RegoString(content));
    }

    private static String withoutReturn(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private static MalformedValueException fault(String message) {
        return new MalformedValueException("no form: " + message, 1, 1);
    }

    void write(InputWriter out) {
        out.beginObject();
        values.forEach((name, all) -> {
            if (out.name(name)) {
                out.value(new RegoArray(all));
            }
        });
        out.endObject();
    }
}
