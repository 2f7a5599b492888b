/**
 * For those who watch from outside: health for monitors, start scripts and the server's own MicroProfile Health, and metrics for Prometheus.
 *
 * <p>Promises: every value is read when it is asked for, from the catalog that all nodes share, so it is the same on each node and after a
 * restart; strangers learn whether something is wrong, and nothing about databases and directories. Not promised: that a database itself can
 * be reached, which {@code GET /api/databases} tells; asking it at each scrape would cost it more than it is worth.
 */
package org.safeward.monitoring;
