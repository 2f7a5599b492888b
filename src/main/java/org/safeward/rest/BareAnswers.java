package org.safeward.rest;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import org.safeward.fault.Messages;
import org.safeward.settings.Settings;

/** Gives refusals of the maintenance endpoint their form. Its successes are bare already. Runs behind every other filter of answers: those know the envelope. */
@Provider
@Priority(100)
public class BareAnswers implements ContainerResponseFilter {
    @Inject
    private Settings settings;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        boolean ours = BareAnswer.appliesTo("/api/" + request.getUriInfo().getPath());
        if (ours && response.getEntity() instanceof Envelope fault) {
            // From the request itself: the answer may come when its scope is over.
            Messages messages = Languages.preferred(request.getHeaderString("Accept-Language"), settings.language());
            BareAnswer bare = BareAnswer.of(response.getStatus(), fault, messages);
            response.setStatus(bare.status());
            response.setEntity(bare.text());
        }
    }
}
