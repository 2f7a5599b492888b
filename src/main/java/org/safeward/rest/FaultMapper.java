package org.safeward.rest;

import jakarta.ejb.EJBAccessException;
import jakarta.inject.Inject;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** The one place that turns what was thrown into an answer. */
@Provider
public class FaultMapper implements ExceptionMapper<Throwable> {
    @Inject
    private Caller caller;

    @Override
    public Response toResponse(Throwable thrown) {
        return Envelope.fault(caller.messages(), fault(Faults.unwrapped(thrown)));
    }

    private Fault fault(Throwable thrown) {
        if (thrown instanceof EJBAccessException || thrown instanceof ForbiddenException) {
            return new Fault(thrown, ErrorCode.FORBIDDEN, "ADMIN");
        }
        if (thrown instanceof WebApplicationException refused) {
            return refused(refused);
        }
        return Faults.of(thrown);
    }

    /** What JAX-RS itself refuses. */
    private Fault refused(WebApplicationException refused) {
        String path = caller.request().getRequestURI();
        if (refused instanceof NotFoundException) {
            return new Fault(refused, ErrorCode.UNKNOWN_PATH, path);
        }
        if (refused instanceof NotAllowedException) {
            return new Fault(
                    refused, ErrorCode.METHOD_NOT_ALLOWED, caller.request().getMethod());
        }
        if (refused instanceof NotSupportedException) {
            return new Fault(
                    refused, ErrorCode.UNSUPPORTED_MEDIA_TYPE, caller.request().getContentType());
        }
        if (refused instanceof NotAcceptableException) {
            return new Fault(refused, ErrorCode.NOT_ACCEPTABLE);
        }
        if (refused instanceof NotAuthorizedException) {
            return new Fault(refused, ErrorCode.NOT_AUTHENTICATED);
        }
        if (refused.getResponse().getStatus() < 500) {
            return new Fault(refused, ErrorCode.BAD_FIELD, refused.getMessage());
        }
        return Faults.of(refused);
    }
}
