/**
 * The ground of all integration tests: real servers in processes of their own ({@link org.safeward.server.SafewardServer}, for
 * tests that stop, kill, pause and restart) or one that Arquillian manages ({@link org.safeward.server.SafewardDeployment}, for
 * tests that only call the API), and a client ({@link org.safeward.server.Api}).
 *
 * <p>Which server that is says {@code -Dtests.server}, which the Maven profiles set: a {@code ServerKind} knows how it is set up by our scripts,
 * started and found among the processes, and all else is the same. Arquillian deploys through {@link org.safeward.server.FixtureContainer}.
 *
 * <p>Tests of one server take {@link org.safeward.server.SafewardServer#deployed}: on Payara Micro and WildFly the classes of a test process
 * share one {@code LastingServer}, to which each deploys Safeward on a home of its own, and which whoever is next has to start anew once a
 * test has killed it. Passwords cost a thousandth there ({@code FewRounds}).
 *
 * <p>The product has no faults to ask for. {@code FaultyWar} is the product's WAR with beans of the tests in it, which hold jobs at the places
 * that {@link org.safeward.jobs.JobReached} tells of ({@link org.safeward.fixture.Breakpoints}) and let timers fail.
 */
package org.safeward.server;
