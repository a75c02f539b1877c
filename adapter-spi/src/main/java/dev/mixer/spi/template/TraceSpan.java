package dev.mixer.spi.template;

import dev.mixer.spi.AttributeValue;
import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.ReportInstance;
import dev.mixer.spi.Template;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One span of a distributed trace, in the terms of Mixer's template of that name.
 *
 * @param traceId the trace, hexadecimal
 * @param spanId the span, hexadecimal; empty: the host makes one
 * @param parentSpanId the span that caused this one; empty: none
 * @param spanName what was done
 * @param startTime when it began
 * @param endTime when it ended
 * @param spanTags further facts
 * @param httpStatusCode the response's status; 0: none
 * @param clientSpan whether the caller's side is described
 * @param rewriteClientSpanId whether a client span gets an id of its own
 * @param sourceName the calling workload
 * @param sourceIp its address
 * @param destinationName the called workload
 * @param destinationIp its address
 * @param requestSize bytes of the request's body
 * @param requestTotalSize bytes of the whole request
 * @param responseSize bytes of the response's body
 * @param responseTotalSize bytes of the whole response
 * @param apiProtocol http, https, grpc or tcp
 */
@Template("tracespan")
public record TraceSpan(
        @Description("The trace, hexadecimal.") String traceId,

        @Description("The span, hexadecimal.") @DefaultValue("")
        String spanId,

        @Description("The span that caused this one.") @DefaultValue("")
        String parentSpanId,

        @Description("What was done.") String spanName,
        @Description("When it began.") Instant startTime,
        @Description("When it ended.") Instant endTime,
        @Description("Further facts.") Map<String, AttributeValue> spanTags,

        @Description("The response's status.") @DefaultValue("0")
        long httpStatusCode,

        @Description("Whether the caller's side is described.") @DefaultValue("false")
        boolean clientSpan,

        @Description("Whether a client span gets an id of its own.") @DefaultValue("false")
        boolean rewriteClientSpanId,

        @Description("The calling workload.") @DefaultValue("")
        String sourceName,

        @Description("The calling workload's address.") Optional<InetAddress> sourceIp,

        @Description("The called workload.") @DefaultValue("")
        String destinationName,

        @Description("The called workload's address.") Optional<InetAddress> destinationIp,

        @Description("Bytes of the request's body.") @DefaultValue("0")
        long requestSize,

        @Description("Bytes of the whole request.") @DefaultValue("0")
        long requestTotalSize,

        @Description("Bytes of the response's body.") @DefaultValue("0")
        long responseSize,

        @Description("Bytes of the whole response.") @DefaultValue("0")
        long responseTotalSize,

        @Description("http, https, grpc or tcp.") @DefaultValue("")
        String apiProtocol)
        implements ReportInstance {}
