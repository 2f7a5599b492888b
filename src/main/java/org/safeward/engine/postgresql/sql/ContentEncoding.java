package org.safeward.engine.postgresql.sql;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.safeward.archive.content.Manifest;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * The encoding that a script is written in, by PostgreSQL's names ("Character Set Support" in its manual). Rows go to the server as they are
 * written, and it is told their encoding: whatever bytes a database holds come back. So do statements that are not ASCII, as numbers of
 * which the server makes text: the driver could only send them as UTF-8, which not every byte of every encoding has a place in.
 *
 * <p>Scripts in an encoding that no database can have (SJIS, BIG5, GBK, ...) are read as UTF-8 altogether: their second bytes may look like
 * quotes or backslashes. A database without encoding (SQL_ASCII) holds any bytes; each is read as a character of LATIN1.
 *
 * @param name as PostgreSQL has it
 * @param charset for the bytes of statements
 * @param transcoded whether the whole script is to be read as UTF-8
 */
public record ContentEncoding(String name, Charset charset, boolean transcoded) {
    /** The member of a manifest's details that names it; there only when it is not UTF-8. */
    public static final String DETAIL = "content_encoding";

    public static final ContentEncoding UTF8 = new ContentEncoding("UTF8", StandardCharsets.UTF_8, false);
    private static final String SQL_ASCII = "SQL_ASCII";
    private static final ContentEncoding ANY_BYTES = new ContentEncoding(SQL_ASCII, StandardCharsets.ISO_8859_1, false);

    /** Not among the encodings of databases. */
    private static final Set<String> OF_CLIENTS = Set.of("SJIS", "BIG5", "GBK", "GB18030", "UHC", "JOHAB");

    /** UTF-8 holds every byte of these, and gives it back. */
    private static final Set<String> HELD_BY_UTF8 = Set.of("UTF8", "LATIN1");

    private static final Map<String, String> CHARSETS = Map.ofEntries(
            Map.entry("LATIN1", "ISO-8859-1"),
            Map.entry("LATIN2", "ISO-8859-2"),
            Map.entry("LATIN3", "ISO-8859-3"),
            Map.entry("LATIN4", "ISO-8859-4"),
            Map.entry("LATIN5", "ISO-8859-9"),
            Map.entry("LATIN7", "ISO-8859-13"),
            Map.entry("LATIN9", "ISO-8859-15"),
            Map.entry("LATIN10", "ISO-8859-16"),
            Map.entry("ISO88595", "ISO-8859-5"),
            Map.entry("ISO88596", "ISO-8859-6"),
            Map.entry("ISO88597", "ISO-8859-7"),
            Map.entry("ISO88598", "ISO-8859-8"),
            Map.entry("WIN866", "IBM866"),
            Map.entry("WIN874", "x-windows-874"),
            Map.entry("WIN1250", "windows-1250"),
            Map.entry("WIN1251", "windows-1251"),
            Map.entry("WIN1252", "windows-1252"),
            Map.entry("WIN1253", "windows-1253"),
            Map.entry("WIN1254", "windows-1254"),
            Map.entry("WIN1255", "windows-1255"),
            Map.entry("WIN1256", "windows-1256"),
            Map.entry("WIN1257", "windows-1257"),
            Map.entry("WIN1258", "windows-1258"),
            Map.entry("KOI8R", "KOI8-R"),
            Map.entry("KOI8U", "KOI8-U"),
            Map.entry("EUCJP", "EUC-JP"),
            Map.entry("EUCCN", "GB2312"),
            Map.entry("EUCKR", "EUC-KR"),
            Map.entry("EUCTW", "x-EUC-TW"),
            Map.entry("SJIS", "windows-31j"),
            Map.entry("BIG5", "Big5"),
            Map.entry("GBK", "GBK"),
            Map.entry("GB18030", "GB18030"),
            Map.entry("UHC", "x-windows-949"),
            Map.entry("JOHAB", "x-Johab"));

    /**
     * What a script names.
     *
     * @throws Fault BACKUP_DAMAGED when nobody here knows it
     */
    public static ContentEncoding named(String name) {
        return known(name).orElseThrow(() -> new Fault(ErrorCode.BACKUP_DAMAGED, "unknown client_encoding " + name));
    }

    /** In which a database is to be dumped: UTF-8 where that holds all that can be in it, else the database's own. */
    public static ContentEncoding forDump(String ofServer) {
        return HELD_BY_UTF8.contains(plain(ofServer)) ? UTF8 : known(ofServer).orElse(UTF8);
    }

    /** In which a session of ours gets values and names: bytes where the database has no encoding, else UTF-8. */
    public static ContentEncoding ofNames(String ofServer) {
        return isWithoutEncoding(ofServer) ? ANY_BYTES : UTF8;
    }

    /** Of a backup; UTF-8 where its manifest names none. */
    public static ContentEncoding of(Optional<Manifest> manifest) {
        return manifest.map(known -> known.details().get(DETAIL))
                .map(ContentEncoding::named)
                .orElse(UTF8);
    }

    private static Optional<ContentEncoding> known(String name) {
        String plain = plain(name);
        if (plain.equals("UTF8") || plain.equals("UNICODE")) {
            return Optional.of(UTF8);
        }
        if (plain.equals(plain(SQL_ASCII))) {
            return Optional.of(ANY_BYTES);
        }
        String charset = CHARSETS.get(plain);
        return charset == null || !Charset.isSupported(charset)
                ? Optional.empty()
                : Optional.of(new ContentEncoding(name, Charset.forName(charset), OF_CLIENTS.contains(plain)));
    }

    /** The server takes these names in any case, and overlooks hyphens and underscores. */
    private static String plain(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    }

    public boolean isWithoutEncoding() {
        return name.equals(SQL_ASCII);
    }

    public static boolean isWithoutEncoding(String ofServer) {
        return ofServer.equals(SQL_ASCII);
    }

    /** Bytes of no encoding are taken for the database's own, as the server does. */
    public ContentEncoding in(String ofServer) {
        return isWithoutEncoding() && !isWithoutEncoding(ofServer) ? forDump(ofServer) : this;
    }

    /**
     * Text whose characters stand for bytes, as what these bytes are in UTF-8.
     *
     * @throws Fault DATABASE_ERROR when they are none
     */
    public static String textOfBytes(String sql) {
        return UTF8.text(sql.getBytes(StandardCharsets.ISO_8859_1))
                .orElseThrow(() -> new Fault(
                        ErrorCode.DATABASE_ERROR,
                        "COPY takes no names that are neither ASCII nor UTF-8, as in a database without encoding: "
                                + sql));
    }

    /** Whether the characters stand for bytes, and for no text of the encoding. */
    private boolean isBytes() {
        return charset.equals(StandardCharsets.ISO_8859_1) && !plain(name).equals("LATIN1");
    }

    /** Whether a COPY can be sent: the driver does so as UTF-8. */
    public boolean hasTextOfCopy(String sql) {
        boolean isUtf8 = isWithoutEncoding() && UTF8.text(sql.getBytes(charset)).isPresent();
        return !isBytes() || isUtf8 || StandardCharsets.US_ASCII.newEncoder().canEncode(sql);
    }

    /** The client_encoding of the session that the script is run in: where bytes pass through, those that the server sends do so too. */
    public String ofSession() {
        return isWithoutEncoding() ? "LATIN1" : UTF8.name;
    }

    /** What a COPY says of its rows. */
    public Optional<String> ofRows() {
        return transcoded || equals(UTF8) ? Optional.empty() : Optional.of(name);
    }

    /** For a statement whose bytes are no text of this encoding: each byte is a character. */
    public ContentEncoding asBytes() {
        return new ContentEncoding(name, StandardCharsets.ISO_8859_1, false);
    }

    /** The text of a statement; empty when it would not become the same bytes again. */
    public Optional<String> text(byte[] bytes) {
        var read = transcoded ? StandardCharsets.UTF_8 : charset;
        try {
            var text = read.newDecoder().decode(ByteBuffer.wrap(bytes));
            boolean same = read.equals(StandardCharsets.UTF_8)
                    || read.newEncoder().encode(text.duplicate()).equals(ByteBuffer.wrap(bytes));
            return same ? Optional.of(text.toString()) : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
