package dev.mixer.spi.template;

import dev.mixer.spi.DefaultValue;
import dev.mixer.spi.Description;
import dev.mixer.spi.ReportInstance;
import dev.mixer.spi.Template;
import java.time.Instant;

/**
 * That one workload called another: an edge of the mesh's graph.
 *
 * @param timestamp when
 * @param sourceWorkloadNamespace namespace of the calling workload
 * @param sourceWorkloadName name of the calling workload
 * @param sourceOwner what owns the calling workload
 * @param sourceUid the caller's unique name
 * @param destinationWorkloadNamespace namespace of the called workload
 * @param destinationWorkloadName name of the called workload
 * @param destinationOwner what owns the called workload
 * @param destinationUid the called workload's unique name
 * @param destinationServiceNamespace namespace of the called service
 * @param destinationServiceName name of the called service
 * @param contextProtocol protocol of the call
 * @param apiProtocol protocol of the API
 */
@Template("edge")
public record Edge(
        @Description("When the call was made.") Instant timestamp,

        @Description("Namespace of the calling workload.") @DefaultValue("")
        String sourceWorkloadNamespace,

        @Description("Name of the calling workload.") @DefaultValue("")
        String sourceWorkloadName,

        @Description("What owns the calling workload.") @DefaultValue("")
        String sourceOwner,

        @Description("The caller's unique name.") @DefaultValue("")
        String sourceUid,

        @Description("Namespace of the called workload.") @DefaultValue("")
        String destinationWorkloadNamespace,

        @Description("Name of the called workload.") @DefaultValue("")
        String destinationWorkloadName,

        @Description("What owns the called workload.") @DefaultValue("")
        String destinationOwner,

        @Description("The called workload's unique name.") @DefaultValue("")
        String destinationUid,

        @Description("Namespace of the called service.") @DefaultValue("")
        String destinationServiceNamespace,

        @Description("Name of the called service.") @DefaultValue("")
        String destinationServiceName,

        @Description("Protocol of the call.") @DefaultValue("")
        String contextProtocol,

        @Description("Protocol of the API.") @DefaultValue("")
        String apiProtocol)
        implements ReportInstance {}
