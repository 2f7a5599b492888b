/**
 * Serving the web console: one page for all of its addresses, and its modules. The pages themselves are in the web application's
 * {@code web} folder, in modules named as the packages here are; Lit comes out of its own jars.
 *
 * <p>Promises: a browser that shows the console runs no script but those of this server, sends requests to nobody else, and is
 * shown in no other site's frame; modules of two versions of Safeward are never mixed. No address of the API ever answers with the page.
 */
package org.safeward.console;
