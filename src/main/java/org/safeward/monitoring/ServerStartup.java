package org.safeward.monitoring;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** {@code GET /api/health/started} for the server's own {@code /health/started}; left out as {@link ServerReadiness} is. */
@Startup
@ApplicationScoped
class ServerStartup implements HealthCheck {
    @Inject
    private CheckHealth health;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("safeward-started")
                .status(health.isStarted())
                .build();
    }
}
