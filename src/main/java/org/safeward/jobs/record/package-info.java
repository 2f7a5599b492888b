/**
 * The rows of jobs and claims, and the EJBs that query and change them.
 */
package org.safeward.jobs.record;
