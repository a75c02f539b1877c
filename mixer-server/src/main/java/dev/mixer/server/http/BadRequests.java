package dev.mixer.server.http;

import dev.mixer.engine.dispatch.InvalidRequestException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what is wrong with a request into a status and a sentence, and faults of the host into a log entry and a sentence. */
public class BadRequests {
    private static final System.Logger LOG = System.getLogger(BadRequests.class.getName());

    /** The answer to a request that cannot be understood. */
    @ServerExceptionMapper
    public Response invalid(InvalidRequestException e) {
        return error(400, String.valueOf(e.getMessage()));
    }

    /** The answer to a request that does not fit the interface: no such path, method or content type. */
    @ServerExceptionMapper
    public Response unfit(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        return error(
                status,
                switch (status) {
                    case 404 -> "nothing is at this path; /q/openapi lists what there is";
                    case 405 -> "this path does not take this method; /q/openapi lists what there is";
                    case 406 -> "the answer is JSON, which the header accept does not allow";
                    case 413 -> "the body is too large";
                    case 415 -> "the body must be JSON, with the header content-type: application/json";
                    default -> String.valueOf(e.getMessage());
                });
    }

    /** The answer where the host itself fails; the log says why. */
    @ServerExceptionMapper
    public Response failed(Throwable e) {
        LOG.log(System.Logger.Level.ERROR, "a request failed in the host itself", e);
        return error(500, "the host failed to answer; its log says why");
    }

    private static Response error(int status, String sentence) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(new ApiResource.ErrorView(sentence))
                .build();
    }
}
