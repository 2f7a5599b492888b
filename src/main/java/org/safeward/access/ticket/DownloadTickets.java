package org.safeward.access.ticket;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.safeward.access.Identity;
import org.safeward.access.apikey.ApiKeySecret;

/** The tickets, by their hash. Those that are over go when the next one is made. */
@Stateless
public class DownloadTickets {
    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private InstantSource clock;

    /** A ticket that was just made, with its text: that is nowhere else. */
    public record Issued(DownloadTicket ticket, String text) {
        /** The text is a secret: it must not come into a log with the rest. */
        @Override
        public String toString() {
            return "ticket " + ticket.id();
        }
    }

    /** @param who may download the record */
    public Issued issue(long record, Identity who) {
        Instant now = clock.instant();
        removeOver(now);
        String text = ApiKeySecret.newTicket();
        DownloadTicket ticket = new DownloadTicket(ApiKeySecret.of(text), record, who, now);
        catalog.persist(ticket);
        catalog.flush();
        return new Issued(ticket, text);
    }

    private void removeOver(Instant now) {
        Instant unbegun = now.minus(DownloadTicket.TO_BEGIN);
        catalog.createNamedQuery("DownloadTicket.removeOver")
                .setParameter("unbegun", unbegun)
                .setParameter("begun", unbegun.minus(DownloadTicket.TO_RESUME))
                .executeUpdate();
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<DownloadTicket> byText(String text) {
        return catalog.createNamedQuery("DownloadTicket.byHash", DownloadTicket.class)
                .setParameter("hash", ApiKeySecret.of(text))
                .getResultStream()
                .findFirst();
    }

    /** Of two requests that come first at once, one begins it. */
    public void begin(DownloadTicket ticket) {
        catalog.createNamedQuery("DownloadTicket.begin")
                .setParameter("id", ticket.id())
                .setParameter("now", clock.instant())
                .executeUpdate();
    }
}
