package org.safeward.monitoring;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * What {@code GET /api/health} tells strangers, for the server's own {@code /health/ready}. Where a server has no MicroProfile Health, this
 * class cannot be loaded, and CDI leaves it out with a line in the log: so nothing else may refer to it, nor to those interfaces.
 */
@Readiness
@ApplicationScoped
class ServerReadiness implements HealthCheck {
    @Inject
    private CheckHealth health;

    @Override
    public HealthCheckResponse call() {
        HealthReport report = health.report();
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("safeward").status(report.up());
        report.parts().forEach((part, up) -> answer.withData(part.text(), up ? "UP" : "DOWN"));
        return answer.build();
    }
}
