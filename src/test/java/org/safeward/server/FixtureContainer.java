package org.safeward.server;

import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.shrinkwrap.api.Archive;

/**
 * What Arquillian deploys to: {@link SafewardServer#deployed}, on the home and the live database of {@link SafewardDeployment}. The servers' own
 * adapters start one for each class, or want an installation for themselves. It deploys the file that the archive was read from: to write that
 * one again is to deflate forty megabytes.
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
        server = SafewardServer.deployed(SafewardDeployment.HOME)
                .protecting(SafewardDeployment.LIVE_DATABASE)
                .deploying(SafewardDeployment.WAR);
        server.start();
        return new ProtocolMetaData().addContext(new HTTPContext("127.0.0.1", server.port()));
    }

    @Override
    public void undeploy(Archive<?> archive) {
        server.close();
    }
}
