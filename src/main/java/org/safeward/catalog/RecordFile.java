package org.safeward.catalog;

/** A record's id and the file that it names, without all else that a record holds: there may be thousands. */
public record RecordFile(Long id, String filePath) {}
