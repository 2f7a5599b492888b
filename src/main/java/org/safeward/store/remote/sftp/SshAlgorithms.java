package org.safeward.store.remote.sftp;

import java.security.Provider;
import java.security.Security;
import java.util.Optional;
import org.apache.sshd.common.util.security.AbstractSecurityProviderRegistrar;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.common.util.security.eddsa.generic.EdDSASupport;

/**
 * Lets Apache SSHD use what the JDK has, and nothing else. It would else take BouncyCastle where a server of applications shows it, and make
 * it known to the whole JVM: after a redeploy that one belongs to an application that is gone.
 */
final class SshAlgorithms extends AbstractSecurityProviderRegistrar {
    private static final String PROVIDER = "SunEC";

    private SshAlgorithms() {
        super(PROVIDER);
    }

    /** Before any other call of Apache SSHD; again does nothing. */
    static void choose() {
        SecurityUtils.setAPrioriDisabledProvider(SecurityUtils.BOUNCY_CASTLE, true);
        SecurityUtils.setAPrioriDisabledProvider(SecurityUtils.EDDSA, true);
        SecurityUtils.registerSecurityProvider(new SshAlgorithms());
    }

    @Override
    public boolean isSupported() {
        return getSecurityProvider() != null;
    }

    @Override
    public Provider getSecurityProvider() {
        return Security.getProvider(PROVIDER);
    }

    /** It gives nothing by itself: what it is asked for, the JDK's own order of providers gives. */
    @Override
    public String getDefaultSecurityEntitySupportValue(Class<?> type) {
        return NO_OPTIONS_VALUE;
    }

    @Override
    public Optional<EdDSASupport<?, ?>> getEdDSASupport() {
        return Optional.of(new JdkEd25519());
    }
}
