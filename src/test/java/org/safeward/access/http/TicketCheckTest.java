package org.safeward.access.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.access.Account;
import org.safeward.access.Accounts;
import org.safeward.access.Identity;
import org.safeward.access.Role;
import org.safeward.access.apikey.ApiKey;
import org.safeward.access.apikey.ApiKeys;
import org.safeward.access.ticket.DownloadTickets;
import org.safeward.beans.Beans;
import org.safeward.beans.CatalogFile;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Which tickets are let in, and when. */
class TicketCheckTest {
    private static final long RECORD = 7;
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final Duration DAY = Duration.ofHours(24);

    @TempDir
    Path home;

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private Beans beans;
    private Account ada;
    private int callers;

    @BeforeEach
    void start() {
        beans = Beans.in(home, Map.of()).with(InstantSource.class, () -> now);
        ada = beans.get(Accounts.class).add("ada", "no hash", "OPERATOR");
    }

    @AfterEach
    void close() {
        beans.close();
    }

    private Identity user() {
        return Identity.ofUser("ada", ada.id(), Role.OPERATOR, Map.of(Identity.GENERATION, (long) ada.generation()));
    }

    private String ticket() {
        return ticket(user());
    }

    private String ticket(Identity who) {
        return beans.get(DownloadTickets.class).issue(RECORD, who).text();
    }

    private Identity whole(String ticket) {
        return shown(RECORD, ticket, false);
    }

    private Identity resumed(String ticket) {
        return shown(RECORD, ticket, true);
    }

    /** Each from an address of its own: guessing is another test. */
    private Identity shown(long record, String ticket, boolean resumes) {
        return beans.get(TicketCheck.class)
                .check(new Credential.Ticket(record, ticket), resumes, "10.0.0." + callers++)
                .who();
    }

    private void refused(String why, Runnable use) {
        assertEquals(
                ErrorCode.TICKET_INVALID,
                assertThrows(Fault.class, use::run, why).code(),
                why);
    }

    @Test
    void beginsWithinAMinute() {
        String ticket = ticket();

        assertEquals("ada", whole(ticket).getName());
        assertTrue(whole(ticket).hasRole("OPERATOR"));
        now = now.plus(MINUTE).minusMillis(1);
        assertEquals("ada", whole(ticket).getName(), "some programs ask twice before they begin");
        String late = ticket();
        now = now.plus(MINUTE);
        refused("late", () -> whole(late));
        refused("late, and never begun", () -> resumed(late));
    }

    @Test
    void goesOnForADayByRangeOnly() {
        String ticket = ticket();
        whole(ticket);

        now = now.plus(MINUTE);
        refused("whole", () -> whole(ticket));
        now = now.plus(DAY).minus(MINUTE).minusMillis(1);
        assertEquals("ada", resumed(ticket).getName());
        now = now.plusMillis(1);
        refused("after a day", () -> resumed(ticket));
    }

    @Test
    void isForItsRecordAndNothingElse() {
        String ticket = ticket();

        refused("another record", () -> shown(RECORD + 1, ticket, false));
        refused("rubbish", () -> whole("rubbish"));
        refused("nothing", () -> whole(""));
        refused("its hash", () -> whole(new CatalogFile(home).ask("SELECT hash FROM download_ticket")));
        assertFalse(new CatalogFile(home)
                .ask("SELECT group_concat(hash || who || kind) FROM download_ticket")
                .contains(ticket));
    }

    @Test
    void endsWithTheRightsOfItsUser() {
        Accounts accounts = beans.get(Accounts.class);
        accounts.add("eve", "no hash", "ADMIN");
        String first = ticket();
        whole(first);
        accounts.change(ada.id(), account -> account.setRole("VIEWER", now));
        refused("another role", () -> resumed(first));
        accounts.change(ada.id(), account -> account.setRole("OPERATOR", now));
        assertEquals("ada", resumed(first).getName());
        accounts.change(ada.id(), account -> account.setEnabled(false, now));
        refused("disabled", () -> resumed(first));
        accounts.change(ada.id(), account -> account.setEnabled(true, now));
        refused("disabled in between", () -> resumed(first));

        ada = accounts.get(ada.id());
        String second = ticket();
        accounts.change(ada.id(), account -> account.setPassword("another", now));
        refused("another password", () -> whole(second));

        ada = accounts.get(ada.id());
        String third = ticket();
        accounts.remove(ada.id());
        refused("deleted", () -> whole(third));
    }

    @Test
    void endsWithItsKey() {
        ApiKey key = beans.get(ApiKeys.class).add("ci", "its hash", "OPERATOR", "", now.plus(Duration.ofHours(2)));
        String ticket = ticket(Identity.ofKey("ci", key.id(), Role.OPERATOR));
        assertEquals("key:ci", whole(ticket).getName());
        now = now.plus(Duration.ofHours(2));
        refused("expired", () -> resumed(ticket));

        ApiKey other = beans.get(ApiKeys.class).add("other", "another hash", "ADMIN", "", null);
        String second = ticket(Identity.ofKey("other", other.id(), Role.ADMIN));
        whole(second);
        beans.get(ApiKeys.class).revoke(other.id());
        refused("revoked", () -> resumed(second));
    }

    /** Nobody but the provider knows whether they would still be let in: their token is the last word. */
    @Test
    void ofAProvidersUserEndsWithTheToken() {
        Instant end = now.plus(Duration.ofHours(1));
        String ticket = ticket(Identity.ofProvider("bob", Role.OPERATOR, Map.of("exp", end.getEpochSecond())));

        assertEquals("jwt:bob", whole(ticket).getName());
        now = end.minusMillis(1);
        assertEquals(end, resumed(ticket).expires().orElseThrow());
        now = end;
        refused("the token has ended", () -> resumed(ticket));
    }

    /** A download that goes on is looked at every few seconds, by this. */
    @Test
    void whatHasBegunEndsWithTheTicket() {
        String ticket = ticket();

        assertEquals(now.plus(DAY), whole(ticket).expires().orElseThrow());
        now = now.plus(Duration.ofHours(5));
        assertEquals(now.plus(Duration.ofHours(19)), resumed(ticket).expires().orElseThrow());
    }

    @Test
    void doesNotCountWhenItsClockWasAhead() {
        now = now.plus(Duration.ofDays(400));
        String ticket = ticket();
        String begun = ticket();
        whole(begun);
        now = now.minus(Duration.ofDays(400));

        refused("made in the future", () -> whole(ticket));
        refused("begun in the future", () -> resumed(begun));
    }

    @Test
    void guessesAreSlowedDownAndTheRightOneIsLetIn() {
        TicketCheck check = beans.get(TicketCheck.class);
        String ticket = ticket();
        ErrorCode last = null;
        for (int i = 0; i < 12; i++) {
            Credential.Ticket guess = new Credential.Ticket(RECORD, "guess-" + i);
            last = assertThrows(Fault.class, () -> check.check(guess, false, "10.1.1.1"))
                    .code();
        }

        assertEquals(ErrorCode.TOO_MANY_ATTEMPTS, last);
        assertEquals(
                "ada",
                check.check(new Credential.Ticket(RECORD, ticket), false, "10.1.1.1")
                        .who()
                        .getName());
    }

    @Test
    void thoseThatAreOverAreRemoved() {
        CatalogFile catalog = new CatalogFile(home);
        String begun = ticket();
        whole(begun);
        ticket();
        now = now.plus(MINUTE).plusMillis(1);
        ticket();
        assertEquals("2", catalog.ask("SELECT count(*) FROM download_ticket"), "the one that never began is gone");
        now = now.plus(DAY).plus(MINUTE);
        ticket();
        assertEquals("1", catalog.ask("SELECT count(*) FROM download_ticket"));
    }
}
