package org.safeward.recovery;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.safeward.destinations.manifest.PublicKeyText;
import org.safeward.engine.postgresql.PostgresEngine;
import org.safeward.engine.sqlite.SqliteEngine;
import org.safeward.fault.Messages;
import org.safeward.settings.DestinationSettings;

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

    /** What is on it. */
    record Facts(
            PublicKeyText publicKey, List<DestinationSettings> destinations, Set<String> engines, Instant moment) {}

    static RecoverySheet of(Facts facts, Messages words) {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section(
                "key",
                words.text("SHEET_KEY"),
                List.of(words.text("SHEET_KEY_WHY"), facts.publicKey().grouped()),
                List.of()));
        facts.destinations().forEach(destination -> sections.add(place(destination, words)));
        boolean encrypts = facts.destinations().stream().anyMatch(DestinationSettings::encrypts);
        if (encrypts) {
            sections.add(open(words));
        }
        sections.add(load(facts.engines(), words));
        if (encrypts) {
            sections.add(takeover(facts, words));
        }
        String title = words.text("SHEET_TITLE", DAY.format(facts.moment()));
        return new RecoverySheet(title, List.copyOf(sections));
    }

    private static Section place(DestinationSettings destination, Messages words) {
        List<String> lines = new ArrayList<>(List.of(destination.place().address()));
        if (destination.encrypts()) {
            lines.add(words.text("SHEET_RECIPIENTS"));
            lines.addAll(destination.recipients());
        } else {
            lines.add(words.text("SHEET_NOT_ENCRYPTED"));
        }
        lines.add(words.text("SHEET_NAME"));
        return new Section(
                "destination",
                words.text("SHEET_DESTINATION", destination.name()),
                List.copyOf(lines),
                FetchCommands.of(destination.place()).all());
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
        commands.add("case \"$FILE\" in *.zip) unzip -p \"$FILE\" > backup.sql ;; *) cp \"$FILE\" backup.sql ;; esac");
        if (engines.contains(SqliteEngine.KIND)) {
            commands.add("sqlite3 -bail new.db < backup.sql    # SQLite");
        }
        if (engines.contains(PostgresEngine.KIND)) {
            commands.add("createdb --template=template0 new && psql --no-psqlrc --single-transaction"
                    + " --set ON_ERROR_STOP=1 --dbname=new --file=backup.sql    # PostgreSQL");
        }
        return new Section("load", words.text("SHEET_LOAD"), List.of(words.text("SHEET_LOAD_HOW")), commands);
    }

    private static Section takeover(Facts facts, Messages words) {
        return new Section(
                "takeover",
                words.text("SHEET_TAKEOVER"),
                List.of(
                        words.text("SHEET_TAKEOVER_HOW"),
                        "{\"destination\": \"" + firstEncrypted(facts) + "\", \"public_key\": \""
                                + facts.publicKey().hex() + "\", \"identity\": \"AGE-SECRET-KEY-1...\"}"),
                List.of());
    }

    private static String firstEncrypted(Facts facts) {
        return facts.destinations().stream()
                .filter(DestinationSettings::encrypts)
                .findFirst()
                .orElseThrow()
                .name();
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
