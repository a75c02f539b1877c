package dev.mixer.adapters.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mixer.spi.Parcel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Makes requests of records that share their headers. */
final class Requests {
    private final HttpParameters parameters;
    private final InstantSource clock;

    Requests(HttpParameters parameters, InstantSource clock) {
        this.parameters = parameters;
        this.clock = clock;
    }

    /** One record of a request. */
    record Item(Parcel parcel, Envelope envelope) {}

    HttpRequest of(Map<String, String> headers, List<Item> items) {
        var plain = body(items);
        var body = parameters.gzip() ? packed(plain) : plain;
        var request = HttpRequest.newBuilder(parameters.url())
                .timeout(parameters.timeout())
                .header("Content-Type", parameters.format().contentType());
        if (parameters.gzip()) {
            request.header("Content-Encoding", "gzip");
        }
        headers.forEach(request::header);
        parameters.secretHeaders().forEach((name, value) -> request.header(name, value.reveal()));
        parameters
                .hmac()
                .ifPresent(hmac -> request.header(hmac.header(), Signature.of(hmac.secret(), clock.instant(), body)));
        return request.POST(BodyPublishers.ofByteArray(body)).build();
    }

    /** Each record's object begins with its id, by which the server drops what arrives twice. */
    private byte[] body(List<Item> items) {
        var format = parameters.format();
        var out = new ByteArrayOutputStream();
        out.writeBytes(format.before().getBytes(UTF_8));
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.writeBytes(format.between().getBytes(UTF_8));
            }
            var item = items.get(i);
            var json = item.envelope().json();
            out.writeBytes(("{\"id\":\"" + item.parcel().id() + "\",").getBytes(UTF_8));
            out.write(json, 1, json.length - 1); // an object with at least its template, so without its brace
        }
        out.writeBytes(format.after().getBytes(UTF_8));
        return out.toByteArray();
    }

    private static byte[] packed(byte[] plain) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }
}
