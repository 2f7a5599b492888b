package org.safeward.compare;

import com.google.gson.Gson;
import org.safeward.engine.ContentComparison;

/**
 * A backup and what it was compared with. Kept as JSON.
 *
 * @param engine the kind of database that both are of
 * @param differences the left one is what was before, the right one what is after
 */
record Comparison(String database, String engine, Side left, Side right, ContentComparison differences) {
    private static final Gson GSON = new Gson();

    /**
     * One of the two; what it is not is null. The live database is neither.
     *
     * @param record of the backup
     * @param upload the file's name, as its owner calls it
     * @param moment whose content it is, in seconds since the epoch; null for a file that does not say
     */
    record Side(Long record, String upload, Long moment) {
        static Side ofRecord(long id, long moment) {
            return new Side(id, null, moment);
        }

        static Side ofUpload(String name, Long moment) {
            return new Side(null, name, moment);
        }

        static Side live(long moment) {
            return new Side(null, null, moment);
        }
    }

    String toJson() {
        return GSON.toJson(this);
    }

    /** What {@link #toJson} wrote. */
    static Comparison fromJson(String json) {
        return GSON.fromJson(json, Comparison.class);
    }
}
