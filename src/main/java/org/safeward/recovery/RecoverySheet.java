package org.safeward.recovery;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.safeward.destinations.manifest.PublicKeyText;
import org.safeward.engine.postgresql.PostgresEngine;
import org.safeward.engine.sqlite.SqliteEngine;
import org.safeward.fault.Messages;
import org.safeward.settings.DestinationSettings;
import org.safeward.store.remote.sftp.SftpSettings;

/**
 * The sheet in one language.
 *
 * @param title of the page
 * @param sections in their order
 */
record RecoverySheet(String title, List<Section> sections) {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    /**
     * @param id a word for programs: {@code key}, {@code destination}, {@code open}, {@code load}, {@code takeover}
     * @param lines what is said
     * @param commands for a shell, one a line
     */
    record Section(String id, String heading, List<String> lines, List<String> commands) {}

    /**
     * What is on it.
     *
     * @param shown when somebody has last shown that he can open a destination, by its name
     * @param ownRecipients public keys that the backup directory is encrypted to; none when it is not
     */
    record Facts(
            PublicKeyText publicKey,
            List<DestinationSettings> destinations,
            List<String> ownRecipients,
            Map<String, Instant> shown,
            Set<String> engines,
            Instant moment) {
        /** A file that is encrypted in the backup directory stays so on its way. */
        List<String> recipients(DestinationSettings destination) {
            return Stream.concat(destination.recipients().stream(), ownRecipients.stream())
                    .distinct()
                    .toList();
        }

        boolean encrypts() {
            return destinations.stream().anyMatch(one -> !recipients(one).isEmpty());
        }

        /** Only there lie backups of the catalog. */
        Optional<String> firstForCatalogs() {
            return destinations.stream()
                    .filter(DestinationSettings::encrypts)
                    .map(DestinationSettings::name)
                    .findFirst();
        }
    }

    static RecoverySheet of(Facts facts, Messages words) {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section(
                "key",
                words.text("SHEET_KEY"),
                List.of(words.text("SHEET_KEY_WHY"), facts.publicKey().grouped()),
                List.of()));
        facts.destinations().forEach(destination -> sections.add(place(facts, destination, words)));
        if (facts.encrypts()) {
            sections.add(open(words));
        }
        sections.add(load(facts.engines(), words));
        facts.firstForCatalogs().ifPresent(destination -> sections.add(takeover(facts, destination, words)));
        String title = words.text("SHEET_TITLE", DAY.format(facts.moment()));
        return new RecoverySheet(title, List.copyOf(sections));
    }

    private static Section place(Facts facts, DestinationSettings destination, Messages words) {
        List<String> lines = new ArrayList<>(List.of(destination.place().address()));
        List<String> recipients = facts.recipients(destination);
        lines.add(words.text(recipients.isEmpty() ? "SHEET_NOT_ENCRYPTED" : "SHEET_RECIPIENTS"));
        lines.addAll(recipients);
        if (destination.encrypts()) {
            lines.add(Optional.ofNullable(facts.shown().get(destination.name()))
                    .map(at -> words.text("SHEET_SHOWN", DAY.format(at)))
                    .orElseGet(() -> words.text("SHEET_NEVER_SHOWN")));
        }
        if (destination.place() instanceof SftpSettings sftp) {
            lines.addAll(login(sftp, words));
        }
        lines.add(words.text("SHEET_NAME"));
        return new Section(
                "destination",
                words.text("SHEET_DESTINATION", destination.name()),
                List.copyOf(lines),
                FetchCommands.of(destination.place()).all());
    }

    /** The files that go with this machine, and what tells the right server. */
    private static List<String> login(SftpSettings sftp, Messages words) {
        List<String> lines = new ArrayList<>();
        if (sftp.login() instanceof SftpSettings.PrivateKeyFile key) {
            lines.add(words.text("SHEET_SFTP_KEY", key.file()));
        }
        if (sftp.hostKey() instanceof SftpSettings.KnownHosts hosts) {
            lines.add(words.text("SHEET_SFTP_KNOWN_HOSTS", hosts.file()));
        } else if (sftp.hostKey() instanceof SftpSettings.Fingerprint fingerprint) {
            lines.add(words.text("SHEET_SFTP_FINGERPRINT", fingerprint.sha256()));
        }
        return lines;
    }

    private static Section open(Messages words) {
        return new Section(
                "open",
                words.text("SHEET_OPEN"),
                List.of(words.text("SHEET_OPEN_HOW")),
                List.of("age --decrypt --identity identity.txt --output \"${NAME%.age}\" \"$NAME\""));
    }

    /** As docs/backup-format.md has them. */
    private static Section load(Set<String> engines, Messages words) {
        List<String> commands = new ArrayList<>();
        commands.add("FILE=\"${NAME%.age}\"");
        // Of a snapshot nothing is left to be loaded.
        String snapshot = engines.contains(SqliteEngine.KIND)
                ? " *.db.zst) zstd -d \"$FILE\" -o new.db && : > backup.sql ;;"
                : "";
        commands.add("case \"$FILE\" in *.zip) unzip -p \"$FILE\" > backup.sql ;;" + snapshot
                + " *.zst) zstd -dc \"$FILE\" > backup.sql ;; *) cp \"$FILE\" backup.sql ;; esac");
        if (engines.contains(SqliteEngine.KIND)) {
            commands.add("sqlite3 -bail new.db < backup.sql    # SQLite");
        }
        if (engines.contains(PostgresEngine.KIND)) {
            commands.add("createdb --template=template0 new && psql --no-psqlrc --single-transaction"
                    + " --set ON_ERROR_STOP=1 --dbname=new --file=backup.sql    # PostgreSQL");
        }
        return new Section("load", words.text("SHEET_LOAD"), List.of(words.text("SHEET_LOAD_HOW")), commands);
    }

    private static Section takeover(Facts facts, String destination, Messages words) {
        return new Section(
                "takeover",
                words.text("SHEET_TAKEOVER"),
                List.of(
                        words.text("SHEET_TAKEOVER_HOW"),
                        "{\"destination\": \"" + destination + "\", \"public_key\": \""
                                + facts.publicKey().hex() + "\", \"identity\": \"AGE-SECRET-KEY-1...\"}"),
                List.of());
    }

    /** To be printed as it is. */
    String text() {
        StringBuilder text = new StringBuilder(title).append("\n\n");
        for (Section section : sections) {
            text.append(section.heading()).append('\n');
            section.lines().forEach(line -> text.append("  ").append(line).append('\n'));
            section.commands().forEach(line -> text.append("    ").append(line).append('\n'));
            text.append('\n');
        }
        return text.toString();
    }
}
