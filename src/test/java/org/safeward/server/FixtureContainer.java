package org.safeward.server;

import java.nio.file.Path;
import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;

/**
 * What Arquillian deploys to: {@link SafewardServer#deployed}, on the home and the live database of {@link SafewardDeployment}. The servers' own
 * adapters start one for each class, or want an installation for themselves.
 */
public class FixtureContainer implements DeployableContainer<FixtureContainer.Configuration> {
    private SafewardServer server;

    /** The settings stand in the fixture. */
    public static class Configuration implements ContainerConfiguration {
        @Override
        public void validate() {}
    }

    @Override
    public Class<Configuration> getConfigurationClass() {
        return Configuration.class;
    }

    @Override
    public ProtocolDescription getDefaultProtocol() {
        return new ProtocolDescription("Servlet 6.0");
    }

    @Override
    public ProtocolMetaData deploy(Archive<?> archive) {
        server = SafewardServer.deployed(SafewardDeployment.HOME).protecting(SafewardDeployment.LIVE_DATABASE);
        Path war = server.home().resolveSibling(archive.getName());
        archive.as(ZipExporter.class).exportTo(war.toFile(), true);
        server.deploying(war).start();
        return new ProtocolMetaData().addContext(new HTTPContext("127.0.0.1", server.port()));
    }

    @Override
    public void undeploy(Archive<?> archive) {
        server.close();
    }
}
