package org.safeward.access.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.safeward.access.Identity;
import org.safeward.access.LoginThrottle;
import org.safeward.access.ticket.DownloadTicket;
import org.safeward.access.ticket.DownloadTickets;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Recognises tickets in the links of downloads. What is wrong with one (unknown, over, for another backup, of somebody who has lost their
 * right) is not told, and counts as a guess; like a right key, a right ticket passes however many wrong ones came before.
 */
@ApplicationScoped
class TicketCheck {
    @Inject
    private DownloadTickets tickets;

    @Inject
    private StillAllowed allowed;

    @Inject
    private LoginThrottle throttle;

    @Inject
    private InstantSource clock;

    /** Somebody who was let in, and by which ticket. */
    record Admitted(Identity who, long ticket) {}

    /**
     * @param resumes whether only a part of the file is asked for
     * @throws Fault TICKET_INVALID, TOO_MANY_ATTEMPTS
     */
    Admitted check(Credential.Ticket shown, boolean resumes, String address) {
        Instant now = clock.instant();
        Optional<DownloadTicket> found = tickets.byText(shown.text())
                .filter(ticket -> ticket.recordId() == shown.record())
                .filter(ticket -> ticket.opens(now, resumes))
                .filter(ticket -> allowed.holds(ticket.identity(now)));
        if (found.isEmpty()) {
            throttle.wrongKey(address);
            throw new Fault(ErrorCode.TICKET_INVALID);
        }
        DownloadTicket ticket = found.get();
        if (!ticket.hasBegun()) {
            tickets.begin(ticket);
        }
        return new Admitted(ticket.identity(now), ticket.id());
    }
}
