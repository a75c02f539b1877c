package dev.mixer.server.http;

import dev.mixer.engine.dispatch.InvalidRequestException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what is wrong with a request into 400 and a sentence. */
public class BadRequests {
    /** The answer to a request that cannot be understood. */
    @ServerExceptionMapper
    public Response invalid(InvalidRequestException e) {
        return Response.status(400)
                .entity(new ApiResource.ErrorView(String.valueOf(e.getMessage())))
                .build();
    }
}
