package org.safeward.maintenance;

import jakarta.annotation.Resource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.DrainJobs;
import org.safeward.settings.Settings;

/**
 * Ends the process three seconds after the answer, with exit code 0, so that its process manager starts it again; or runs the command that
 * restarts it. In development mode nothing happens but a line in the log.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RestartServer {
    private static final Logger LOG = System.getLogger(RestartServer.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(3);

    @Resource
    private ManagedThreadFactory threads;

    @Inject
    private DrainJobs drain;

    @Inject
    private Settings settings;

    public enum Outcome {
        ONLY_LOGGED,
        RESTARTING
    }

    /** Whether the operator of this server has allowed it. */
    public boolean isPossible() {
        return settings.restartAllowed() || settings.restartCommand().isPresent();
    }

    /**
     * @param force cancel running jobs first, and wait for their ends
     * @throws Fault BACKUP_RUNNING, RESTORE_RUNNING; RESTART_NOT_ALLOWED; SHUTTING_DOWN when a restart is under way
     */
    @RolesAllowed("ADMIN")
    public Outcome restart(boolean force) {
        if (settings.development()) {
            LOG.log(Level.INFO, "a restart was asked for; in development mode it is only logged");
            return Outcome.ONLY_LOGGED;
        }
        if (!isPossible()) {
            throw new Fault(ErrorCode.RESTART_NOT_ALLOWED);
        }
        drain.drain(force);
        LOG.log(Level.WARNING, "a restart was asked for; the process ends in {0} seconds", PAUSE.toSeconds());
        threads.newThread(this::endProcess).start();
        return Outcome.RESTARTING;
    }

    private void endProcess() {
        try {
            Thread.sleep(PAUSE.toMillis());
            if (settings.restartCommand().isPresent()) {
                String[] command = settings.restartCommand().get().split("\\s+");
                new ProcessBuilder(command).inheritIO().start();
            } else {
                System.exit(0);
            }
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the restart command failed; jobs are taken again", e);
            drain.reopen();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
