package org.safeward.monitoring;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.safeward.settings.Product;

/** The values of one scrape, as they are collected. Not thread-safe. */
final class MetricValues {
    private static final double NANOS_A_SECOND = 1e9;

    private final Map<Gauge, GaugeSnapshot.Builder> gauges = new EnumMap<>(Gauge.class);
    private final CounterSnapshot.Builder jobs = CounterSnapshot.builder()
            .name("safeward_jobs")
            .help("Jobs that have ended, since there is this catalog. Labels database, kind and state.");

    void gauge(Gauge gauge, Labels labels, double value) {
        gauges.computeIfAbsent(
                        gauge, key -> GaugeSnapshot.builder().name(key.metric()).help(key.help()))
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .labels(labels)
                        .value(value)
                        .build());
    }

    void gauge(Gauge gauge, Labels labels, boolean value) {
        gauge(gauge, labels, value ? 1 : 0);
    }

    void gauge(Gauge gauge, Labels labels, Instant moment) {
        gauge(gauge, labels, moment.getEpochSecond() + moment.getNano() / NANOS_A_SECOND);
    }

    void gauge(Gauge gauge, Labels labels, Duration duration) {
        gauge(gauge, labels, seconds(duration));
    }

    void ended(Labels labels, long number) {
        jobs.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(labels)
                .value(number)
                .build());
    }

    static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / NANOS_A_SECOND;
    }

    MetricSnapshots snapshots() {
        MetricSnapshots.Builder all = MetricSnapshots.builder().metricSnapshot(build());
        gauges.values().forEach(gauge -> all.metricSnapshot(gauge.build()));
        return all.metricSnapshot(jobs.build()).build();
    }

    private static InfoSnapshot build() {
        return InfoSnapshot.builder()
                .name("safeward_build")
                .help("The version of Safeward that answers.")
                .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                        .labels(Labels.of("version", Product.VERSION))
                        .build())
                .build();
    }
}
