package org.safeward.engine.postgresql;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** PostgreSQL's names of encodings that scripts come in, and Java's. See "Character Set Support" in PostgreSQL's manual. */
final class ScriptEncoding {
    private static final Map<String, String> CHARSETS = Map.ofEntries(
            Map.entry("LATIN1", "ISO-8859-1"),
            Map.entry("LATIN2", "ISO-8859-2"),
            Map.entry("LATIN3", "ISO-8859-3"),
            Map.entry("LATIN4", "ISO-8859-4"),
            Map.entry("LATIN5", "ISO-8859-9"),
            Map.entry("LATIN7", "ISO-8859-13"),
            Map.entry("LATIN9", "ISO-8859-15"),
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

    private ScriptEncoding() {}

    /** The charset to read with; empty when the bytes are UTF-8 already, or are of no known encoding (SQL_ASCII). */
    static Optional<Charset> named(String name) {
        String plain = plain(name);
        if (plain.equals("UTF8") || plain.equals("UNICODE") || plain.equals("SQLASCII")) {
            return Optional.empty();
        }
        String charset = CHARSETS.get(plain);
        if (charset == null || !Charset.isSupported(charset)) {
            throw new Fault(ErrorCode.BACKUP_DAMAGED, "unknown client_encoding " + name);
        }
        return Optional.of(Charset.forName(charset));
    }

    /** The server takes these names in any case, and overlooks hyphens and underscores. */
    private static String plain(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    }
}
