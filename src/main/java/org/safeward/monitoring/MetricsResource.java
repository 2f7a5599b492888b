package org.safeward.monitoring;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** What Prometheus scrapes: no envelope, in OpenMetrics when that is accepted, else in Prometheus' own text format. */
@Path("/metrics")
@RequestScoped
public class MetricsResource {
    @Inject
    private CollectMetrics measurements;

    @GET
    @RolesAllowed("VIEWER")
    public Response metrics(@HeaderParam("Accept") String accepted) throws IOException {
        ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();
        ExpositionFormatWriter writer =
                openMetrics.accepts(accepted) ? openMetrics : PrometheusTextFormatWriter.create();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        writer.write(text, measurements.take());
        return Response.ok(text.toByteArray())
                .header("Content-Type", writer.getContentType())
                .header("Cache-Control", "no-store")
                .build();
    }
}
