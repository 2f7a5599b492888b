package org.safeward.archive.zip;

import static org.safeward.archive.zip.ZipRecords.*;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.safeward.archive.content.ScriptKind;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Chooses the script among the entries of a ZIP: the only {@code .sql}, or where there is none the only {@code .json}.
 * Directories, what macOS puts beside every file, and files of other kinds do not count.
 */
final class ScriptChoice {
    private static final int MOST_NAMED = 5;

    private final ZipDirectory directory;
    /** Not more than are named: a ZIP may have a hundred thousand entries, each with a name of 64 KB. */
    private final List<CentralHeader> sql = new ArrayList<>();

    private final List<CentralHeader> json = new ArrayList<>();
    private final TreeSet<Long> beginnings = new TreeSet<>();

    ScriptChoice(ZipDirectory directory) {
        this.directory = directory;
    }

    void consider(CentralHeader entry) {
        entry.requireSafeName();
        ZipInvalid.unless(beginnings.add(entry.local()), "overlap");
        String name = entry.name().toLowerCase(Locale.ROOT);
        if (name.startsWith("__macosx/")
                || name.substring(name.lastIndexOf('/') + 1).startsWith("._")) {
            return;
        }
        if (name.endsWith(ScriptKind.SQL.suffix())) {
            add(entry, sql);
        } else if (name.endsWith(ScriptKind.JSON.suffix())) {
            add(entry, json);
        }
    }

    private static void add(CentralHeader entry, List<CentralHeader> candidates) {
        if (candidates.size() < MOST_NAMED) {
            candidates.add(entry);
        }
    }

    ZipMember script() throws IOException {
        ScriptKind kind = sql.isEmpty() ? ScriptKind.JSON : ScriptKind.SQL;
        List<CentralHeader> candidates = sql.isEmpty() ? json : sql;
        if (candidates.isEmpty()) {
            throw new Fault(ErrorCode.ZIP_NO_SQL);
        }
        if (candidates.size() > 1) {
            String names = candidates.stream().map(CentralHeader::shownName).collect(Collectors.joining(", "));
            throw new Fault(ErrorCode.ZIP_SEVERAL_SQL, names);
        }
        CentralHeader chosen = candidates.get(0);
        chosen.requireReadable();
        return locate(chosen, kind);
    }

    private ZipMember locate(CentralHeader chosen, ScriptKind kind) throws IOException {
        ByteBuffer local = directory.read(chosen.local(), LOCAL_BYTES);
        int flags = ZipDirectory.u16(local, 6);
        int nameLength = ZipDirectory.u16(local, 26);
        long data = chosen.local() + LOCAL_BYTES + nameLength + ZipDirectory.u16(local, 28);
        boolean sameName = local.getInt(0) == LOCAL
                && nameLength == chosen.rawName().length
                && directory.read(chosen.local() + LOCAL_BYTES, nameLength).equals(ByteBuffer.wrap(chosen.rawName()));
        ZipInvalid.unless(sameName && ZipDirectory.u16(local, 8) == chosen.method(), "local header");
        if ((flags & (FLAG_ENCRYPTED | FLAG_STRONG_ENCRYPTION)) != 0) {
            throw new Fault(ErrorCode.ZIP_ENCRYPTED);
        }
        boolean descriptor = (flags & FLAG_DATA_DESCRIPTOR) != 0;
        if (!descriptor) {
            boolean sameSizes = ZipDirectory.u32(local, 14) == chosen.crc32()
                    && fits(ZipDirectory.u32(local, 18), chosen.packed())
                    && fits(ZipDirectory.u32(local, 22), chosen.unpacked());
            ZipInvalid.unless(sameSizes, "local header");
        }
        requireNeighbours(chosen, data, descriptor);
        return new ZipMember(kind, chosen.method(), chosen.crc32(), chosen.packed(), chosen.unpacked(), data);
    }

    private static boolean fits(long field, long value) {
        return field == value || field == IN_ZIP64;
    }

    /** Behind the data, and a descriptor of one of its four lengths (4.3.9), the next entry or the directory has to begin. */
    private void requireNeighbours(CentralHeader chosen, long data, boolean descriptor) {
        Long next = beginnings.higher(chosen.local());
        long border = next == null ? directory.start() : Math.min(next, directory.start());
        ZipInvalid.unless(chosen.packed() <= border - data, "overlap");
        long gap = border - data - chosen.packed();
        ZipInvalid.unless(descriptor ? gap >= 12 && gap <= 24 && gap % 4 == 0 : gap == 0, "gap");
    }
}
