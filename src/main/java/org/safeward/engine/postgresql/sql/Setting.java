package org.safeward.engine.postgresql.sql;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a SET statement sets.
 *
 * @param name in lower case
 * @param value its first value, without quotes
 */
public record Setting(String name, String value) {
    private static final Set<String> OFF = Set.of("off", "of", "false", "fals", "fal", "fa", "f", "no", "n", "0");
    private static final Set<String> NOT_SETTINGS =
            Set.of("role", "session", "transaction", "constraints", "time", "local");

    /** Empty for what is written like a setting but is none: SET ROLE, SET TRANSACTION, SET TIME ZONE. */
    public static Optional<Setting> of(String sql) {
        var tokens = new SqlTokens(sql);
        if (!tokens.accept("set")) {
            return Optional.empty();
        }
        if (!tokens.accept("session")) {
            tokens.accept("local");
        }
        tokens.next();
        String name = tokens.text();
        if (tokens.is("names")) {
            tokens.next();
            return Optional.of(new Setting("client_encoding", tokens.text()));
        }
        if (tokens.kind() != SqlTokens.Kind.WORD || NOT_SETTINGS.contains(name) || !tokens.next()) {
            return Optional.empty();
        }
        if (!tokens.isSymbol('=') && !tokens.is("to")) {
            return Optional.empty();
        }
        tokens.next();
        return Optional.of(new Setting(name, tokens.text()));
    }

    /** As the server reads a Boolean: any beginning of a word that leaves no doubt (PostgreSQL, "Setting Parameters"). */
    public boolean isOff() {
        return OFF.contains(value.toLowerCase(Locale.ROOT));
    }
}
