package org.safeward.archive.content;

import java.nio.charset.StandardCharsets;

/**
 * What language a backup's content is written in, and with it how the content begins and what stands around the manifest's
 * JSON in its line. In the kinds that are text the whole file, manifest included, is a valid text of its language.
 */
public enum ScriptKind {
    /** A script; the manifest is a comment behind its last statement. */
    SQL("sql", "-- Safeward Database Backup", "-- Safeward manifest: ", ""),

    /**
     * Rows as one JSON object, for PostgreSQL without pg_dump. The manifest is the object's last member, so the content before
     * it is an object with at least one member that is not closed yet.
     */
    JSON("json", "{", ",\"safeward_manifest\":", "}"),

    /** A database file of SQLite, byte by byte: nothing may stand in it or behind it, so the manifest's line stands beside the content. */
    SNAPSHOT("db", "SQLite format 3\0", "Safeward manifest: ", "");

    private final String language;
    private final String header;
    private final String manifestHead;
    private final String manifestTail;

    ScriptKind(String language, String header, String manifestHead, String manifestTail) {
        this.language = language;
        this.header = header;
        this.manifestHead = manifestHead;
        this.manifestTail = manifestTail;
    }

    /** What a backup of ours begins with; a file that does so and lacks its manifest was cut short. */
    public String header() {
        return header;
    }

    /** Whether the content is a text, whose last line the manifest is. */
    public boolean isText() {
        return this != SNAPSHOT;
    }

    /** The name of the entry in a ZIP. */
    public String entryName() {
        return "backup." + language;
    }

    public String suffix() {
        return "." + language;
    }

    /** What the manifest's line begins with, before the JSON. */
    byte[] manifestHead() {
        return manifestHead.getBytes(StandardCharsets.US_ASCII);
    }

    /** What follows the JSON in the manifest's line, its newline included. */
    byte[] manifestTail() {
        return (manifestTail + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
