package org.safeward.maintenance;

import jakarta.annotation.Resource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.safeward.access.audit.Audit;
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

    /** A command may only have asked for the end. */
    private static final Duration COMMAND_TAKES_EFFECT = Duration.ofMinutes(1);

    @Resource
    private ManagedThreadFactory threads;

    @Inject
    private DrainJobs drain;

    @Inject
    private Audit audit;

    @Inject
    private Settings settings;

    public enum Outcome {
        ONLY_LOGGED,
        RESTARTING
    }

    /** Whether it would do more than write a line into the log: in production mode, where the operator of this server has allowed it. */
    @RolesAllowed("ADMIN")
    public boolean isPossible() {
        return !settings.development() && isAllowed();
    }

    private boolean isAllowed() {
        return settings.maintenance().restartAllowed()
                || settings.maintenance().restartCommand().isPresent();
    }

    /**
     * @param force cancel running jobs first, and wait for their ends
     * @param who asked for it, for the audit
     * @throws Fault BACKUP_RUNNING, RESTORE_RUNNING; RESTART_NOT_ALLOWED; SHUTTING_DOWN when a restart is under way
     */
    @RolesAllowed("ADMIN")
    public Outcome restart(boolean force, String who, String address) {
        if (settings.development()) {
            LOG.log(Level.INFO, "a restart was asked for; in development mode it is only logged");
            return Outcome.ONLY_LOGGED;
        }
        if (!isAllowed()) {
            throw new Fault(ErrorCode.RESTART_NOT_ALLOWED);
        }
        drain.drain(force);
        LOG.log(Level.INFO, "a restart was asked for; the process ends in {0} seconds", PAUSE.toSeconds());
        threads.newThread(() -> end(who, address)).start();
        return Outcome.RESTARTING;
    }

    private void end(String who, String address) {
        try {
            Thread.sleep(PAUSE.toMillis());
            if (settings.maintenance().restartCommand().isEmpty()) {
                System.exit(0);
            }
            run(settings.maintenance().restartCommand().get());
            LOG.log(Level.ERROR, "the restart command has ended, but this process goes on; jobs are taken again");
            goOn(who, address);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the restart command failed; jobs are taken again", e);
            goOn(who, address);
        } catch (InterruptedException e) {
            // The server is stopping: what was wanted.
            Thread.currentThread().interrupt();
        }
    }

    /** The request's own entry in the audit says only that it was accepted. */
    private void goOn(String who, String address) {
        try {
            audit.record(who, address, MaintenanceState.AUDITED, "restart", ErrorCode.INTERNAL.name());
        } finally {
            drain.reopen();
        }
    }

    /** Ends normally only if nobody has ended this process by then. */
    private static void run(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command.strip().split("\\s+"))
                .redirectOutput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException("exit code " + code);
        }
        Thread.sleep(COMMAND_TAKES_EFFECT.toMillis());
    }
}
