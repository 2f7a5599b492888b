/**
 * {@code bin/bench}: measures Safeward against what people would type themselves.
 *
 * <p>A {@link org.safeward.bench.Verb} is one word of the command line. {@link org.safeward.bench.Bench} lets all that were asked for make their
 * data, starts one server that protects it, lets them measure one after the other, and prints their {@link org.safeward.bench.Row}s as a table
 * and, into {@code target/bench.json}, as JSON. Whatever compares does so by turns, in one run: seconds belong to the machine, ratios are the
 * result. A {@link org.safeward.bench.Score} is the best of its rounds, since what else the machine does only ever adds.
 *
 * <p>A new verb is a class that implements {@code Verb}, its name in {@code Verb} and in the comment at the head of {@code bin/bench}.
 *
 * <p>Not promised: that two runs, or two machines, can be compared by seconds.
 */
package org.safeward.bench;
