package org.safeward.compare;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;

/** What a job has found. */
@Entity
@Table(name = "comparison")
@NamedQuery(name = "ComparisonRow.newest", query = "SELECT c.job FROM ComparisonRow c ORDER BY c.job DESC")
@NamedQuery(name = "ComparisonRow.removeUpTo", query = "DELETE FROM ComparisonRow c WHERE c.job <= :job")
public class ComparisonRow {
    @Id
    @Column(name = "job_id")
    private Long job;

    private String content;

    protected ComparisonRow() {}

    ComparisonRow(long job, Comparison found) {
        this.job = job;
        this.content = found.toJson();
    }

    Comparison comparison() {
        return Comparison.fromJson(content);
    }
}
