package org.safeward.jobs.record;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.MappedSuperclass;
import java.util.List;
import org.safeward.catalog.WarningsColumn;
import org.safeward.catalog.WordsColumn;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Warning;

/** What a job tells on its way: how far it is, what it found, and what it failed of. */
@MappedSuperclass
public abstract class JobReport {
    private String step = "";

    private int percent;

    @Column(name = "row_count")
    private long rows;

    @Column(name = "byte_count")
    private long bytes;

    @Convert(converter = ChecksColumn.class)
    private List<CheckMade> checks = List.of();

    @Convert(converter = WarningsColumn.class)
    private List<Warning> warnings = List.of();

    @Enumerated(EnumType.STRING)
    @Column(name = "error_code")
    private ErrorCode errorCode;

    @Column(name = "error_arguments")
    @Convert(converter = WordsColumn.class)
    private List<String> errorArguments;

    public void progress(String step, int percent, long rows, long bytes, List<CheckMade> checks) {
        this.step = step;
        this.percent = percent;
        this.rows = rows;
        this.bytes = bytes;
        this.checks = List.copyOf(checks);
    }

    /** Replaces what it had to warn of. */
    public void warn(List<Warning> warnings) {
        this.warnings = List.copyOf(warnings);
    }

    protected void failed(Fault reason) {
        errorCode = reason.code();
        errorArguments = reason.arguments();
    }

    protected void whole() {
        percent = 100;
    }

    public String step() {
        return step;
    }

    public int percent() {
        return percent;
    }

    public long rows() {
        return rows;
    }

    public long bytes() {
        return bytes;
    }

    public List<CheckMade> checks() {
        return checks;
    }

    public List<Warning> warnings() {
        return warnings;
    }

    /** Null when nothing failed. */
    public ErrorCode errorCode() {
        return errorCode;
    }

    public List<String> errorArguments() {
        return errorArguments;
    }
}
