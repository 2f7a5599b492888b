package org.safeward.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Builds ZIP files byte by byte, the wrong ones too. Not with our writer's code: a mistake there must not hide itself. */
public final class ForeignZip {
    public int flags = 0;
    public int method = 8;
    public boolean descriptor;
    public String localName;
    public long declaredUnpacked = -1;

    private final ByteArrayOutputStream local = new ByteArrayOutputStream();
    private final ByteArrayOutputStream central = new ByteArrayOutputStream();
    private int entries;

    public ForeignZip add(String name, byte[] content) {
        byte[] packed = method == 8 ? Samples.rawDeflate(content) : content;
        CRC32 crc = new CRC32();
        crc.update(content);
        long unpacked = declaredUnpacked >= 0 ? declaredUnpacked : content.length;
        int flag = flags | (descriptor ? 8 : 0);
        int offset = local.size();
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] localNameBytes = (localName == null ? name : localName).getBytes(StandardCharsets.UTF_8);
        ByteBuffer head = buffer(30);
        head.putInt(0x04034b50).putShort((short) 20).putShort((short) flag).putShort((short) method);
        head.putInt(0);
        head.putInt(descriptor ? 0 : (int) crc.getValue());
        head.putInt(descriptor ? 0 : packed.length).putInt(descriptor ? 0 : (int) unpacked);
        head.putShort((short) localNameBytes.length).putShort((short) 0);
        local.writeBytes(head.array());
        local.writeBytes(localNameBytes);
        local.writeBytes(packed);
        if (descriptor) {
            ByteBuffer tail = buffer(16).putInt(0x08074b50).putInt((int) crc.getValue());
            local.writeBytes(tail.putInt(packed.length).putInt((int) unpacked).array());
        }
        ByteBuffer entry = buffer(46).putInt(0x02014b50).putShort((short) 20).putShort((short) 20);
        entry.putShort((short) flag).putShort((short) method).putInt(0).putInt((int) crc.getValue());
        entry.putInt(packed.length).putInt((int) unpacked).putShort((short) nameBytes.length);
        entry.putShort((short) 0).putShort((short) 0).putShort((short) 0).putShort((short) 0);
        entry.putInt(0).putInt(offset);
        central.writeBytes(entry.array());
        central.writeBytes(nameBytes);
        entries++;
        return this;
    }

    public byte[] bytes() {
        // Of its size from the start: some are tens of megabytes.
        ByteArrayOutputStream out = new ByteArrayOutputStream(local.size() + central.size() + 22);
        try {
            local.writeTo(out);
            central.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes whatever there is room for", e);
        }
        ByteBuffer end = buffer(22).putInt(0x06054b50).putInt(0);
        end.putShort((short) entries)
                .putShort((short) entries)
                .putInt(central.size())
                .putInt(local.size());
        out.writeBytes(end.putShort((short) 0).array());
        return out.toByteArray();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
