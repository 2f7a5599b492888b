package org.safeward.access.audit;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.safeward.catalog.WrongClock;
import org.safeward.settings.Settings;

/**
 * Writes down who did what, from where, with which result: in the catalog and in the server's log ({@code org.safeward.access.audit.Audit}).
 * What cannot be written down is not done: {@link #begin} throws then. Subjects never hold a password, key or token.
 */
@Stateless
public class Audit {
    private static final Logger LOG = System.getLogger(Audit.class.getName());
    private static final Duration BETWEEN_CLEANINGS = Duration.ofHours(24);
    private static final AtomicReference<Instant> CLEANED = new AtomicReference<>(Instant.EPOCH);

    @Inject
    private AuditEntries entries;

    @Inject
    private Settings settings;

    @Inject
    private InstantSource clock;

    /** @return the entry's id, for {@link #end} */
    public long begin(String who, String address, String action, String subject) {
        forgetOld();
        return entries.add(new AuditEntry(who, address, action, subject, clock.instant()))
                .id();
    }

    /** @param result {@link AuditEntry#DONE}, {@link AuditEntry#ACCEPTED} or the code of the error */
    public void end(long id, String subject, String result) {
        tell(entries.end(id, subject, result));
    }

    /** Something that is over already. */
    public void record(String who, String address, String action, String subject, String result) {
        end(begin(who, address, action, subject), subject, result);
    }

    private void forgetOld() {
        Instant now = clock.instant();
        Instant last = CLEANED.get();
        boolean due = last.plus(BETWEEN_CLEANINGS).isBefore(now) || WrongClock.wrote(last, now);
        if (due && CLEANED.compareAndSet(last, now)) {
            entries.removeBefore(now.minus(settings.access().auditRetention()));
        }
    }

    private static void tell(AuditEntry entry) {
        LOG.log(
                Level.INFO,
                "audit: {0} by {1} from {2}: {3}: {4}",
                entry.action(),
                entry.who(),
                entry.address(),
                oneLine(entry.subject()),
                entry.result());
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
