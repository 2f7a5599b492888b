/**
 * The ground of all integration tests: real servers in processes of their own ({@link org.safeward.server.SafewardServer}, for
 * tests that stop, kill, pause and restart) or one that Arquillian manages ({@link org.safeward.server.SafewardDeployment}, for
 * tests that only call the API), and a client ({@link org.safeward.server.Api}).
 */
package org.safeward.server;
