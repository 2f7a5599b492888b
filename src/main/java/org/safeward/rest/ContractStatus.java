package org.safeward.rest;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import org.safeward.settings.Settings;

/**
 * With {@code safeward.http-status=contract}, envelopes of {@code /api/backup} have status 200, whatever their code; but not where a browser
 * follows the link of a download: it would save the envelope as the file.
 */
@Provider
public class ContractStatus implements ContainerResponseFilter {
    @Inject
    private Settings settings;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        boolean envelope = MediaType.APPLICATION_JSON_TYPE.isCompatible(response.getMediaType());
        if (settings.contractStatus()
                && envelope
                && appliesTo(
                        "/api/" + request.getUriInfo().getPath(),
                        request.getUriInfo().getRequestUri().getRawQuery())) {
            response.setStatus(200);
        }
    }

    /**
     * @param path below the context root
     * @param query null when there is none
     */
    static boolean appliesTo(String path, String query) {
        return path.matches("/api//?backup(/.*)?") && !("&" + query).contains("&ticket=");
    }
}
