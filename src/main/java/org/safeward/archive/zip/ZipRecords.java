package org.safeward.archive.zip;

/** The constants of the ZIP format that both sides need (PKWARE's APPNOTE.TXT 6.3.10; section numbers below are its). */
public final class ZipRecords {
    /** 4.3.7 local file header. */
    public static final int LOCAL = 0x04034b50;

    public static final int LOCAL_BYTES = 30;

    /** 4.3.12 central directory header. */
    public static final int CENTRAL = 0x02014b50;

    public static final int CENTRAL_BYTES = 46;

    /** 4.3.14 ZIP64 end of central directory record. */
    public static final int END64 = 0x06064b50;

    public static final int END64_BYTES = 56;

    /** 4.3.15 ZIP64 end of central directory locator. */
    public static final int LOCATOR64 = 0x07064b50;

    public static final int LOCATOR64_BYTES = 20;

    /** 4.3.16 end of central directory record. */
    public static final int END = 0x06054b50;

    public static final int END_BYTES = 22;

    /** 4.5.3 extra field with sizes and offset that need 64 bits. */
    public static final int EXTRA_ZIP64 = 0x0001;

    /** 4.4.1.4: a 16 or 32 bit field with all bits set stands for a value in a ZIP64 record. */
    public static final long IN_ZIP64 = 0xFFFF_FFFFL;

    public static final int STORED = 0;
    public static final int DEFLATED = 8;

    /** 4.4.4, general purpose flags. */
    public static final int FLAG_ENCRYPTED = 1;

    public static final int FLAG_DATA_DESCRIPTOR = 1 << 3;
    public static final int FLAG_STRONG_ENCRYPTION = 1 << 6;
    public static final int FLAG_UTF8 = 1 << 11;
    public static final int FLAG_MASKED_HEADERS = 1 << 13;

    private ZipRecords() {}
}
