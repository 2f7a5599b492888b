package org.safeward.access.ticket;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import org.safeward.access.Identity;
import org.safeward.access.Role;
import org.safeward.catalog.InstantColumn;
import org.safeward.catalog.WrongClock;

/**
 * A ticket for the download of one backup, with whoever asked for it as they were then. It begins with its first use; until that it
 * lives for {@link #TO_BEGIN}, after it for {@link #TO_RESUME}, and never longer than a provider's token that it was asked for with.
 */
@Entity
@Table(name = "download_ticket")
@NamedQuery(name = "DownloadTicket.byHash", query = "SELECT t FROM DownloadTicket t WHERE t.hash = :hash")
@NamedQuery(
        name = "DownloadTicket.begin",
        query = "UPDATE DownloadTicket t SET t.begunAt = :now WHERE t.id = :id AND t.begunAt IS NULL")
@NamedQuery(
        name = "DownloadTicket.removeOver",
        query =
                "DELETE FROM DownloadTicket t WHERE t.createdAt < :begun OR (t.begunAt IS NULL AND t.createdAt < :unbegun)")
public class DownloadTicket {
    /** Any number of times: some programs ask once for the head of the file before they fetch it. */
    public static final Duration TO_BEGIN = Duration.ofSeconds(60);

    /** For a paused download, and by {@code Range} only. */
    public static final Duration TO_RESUME = Duration.ofHours(24);

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    private String hash;

    @Column(name = "record_id")
    private long recordId;

    private String kind;
    private String who;

    @Column(name = "who_id")
    private Long whoId;

    private String role;
    private Integer generation;

    @Column(name = "created_at")
    @Convert(converter = InstantColumn.class)
    private Instant createdAt;

    @Column(name = "begun_at")
    @Convert(converter = InstantColumn.class)
    private Instant begunAt;

    @Column(name = "ends_at")
    @Convert(converter = InstantColumn.class)
    private Instant endsAt;

    protected DownloadTicket() {}

    DownloadTicket(String hash, long recordId, Identity who, Instant now) {
        this.hash = hash;
        this.recordId = recordId;
        this.kind = who.kind().name();
        this.who = who.getName();
        this.whoId = who.kind() == Identity.Kind.TOKEN ? null : who.id();
        this.role = who.role().orElseThrow().name();
        this.generation = who.generation().orElse(null);
        this.createdAt = now;
        // Of users and keys the catalog is asked again; of a provider's nobody but their token tells.
        this.endsAt = who.kind() == Identity.Kind.TOKEN ? who.expires().orElse(null) : null;
    }

    /**
     * Whether it lets somebody in.
     *
     * @param resumes whether only a part of the file is asked for
     */
    public boolean opens(Instant now, boolean resumes) {
        if (WrongClock.wrote(createdAt, now) || begunAt != null && WrongClock.wrote(begunAt, now)) {
            return false;
        }
        boolean begins = now.isBefore(limited(createdAt.plus(TO_BEGIN)));
        return begins || resumes && begunAt != null && now.isBefore(limited(begunAt.plus(TO_RESUME)));
    }

    public boolean hasBegun() {
        return begunAt != null;
    }

    /** Who asked for it, for as long as a download that begins or goes on now may take. */
    public Identity identity(Instant now) {
        return Identity.remembered(
                Identity.Kind.valueOf(kind),
                who,
                whoId,
                Role.valueOf(role),
                generation,
                limited((begunAt == null ? now : begunAt).plus(TO_RESUME)));
    }

    private Instant limited(Instant end) {
        return endsAt != null && endsAt.isBefore(end) ? endsAt : end;
    }

    /** A number that is no secret: the audit has it. */
    public long id() {
        return id;
    }

    public long recordId() {
        return recordId;
    }

    /** The first moment at which it can no longer begin. */
    public Instant beginsUntil() {
        return limited(createdAt.plus(TO_BEGIN));
    }
}
