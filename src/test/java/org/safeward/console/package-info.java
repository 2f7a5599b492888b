/**
 * The console in a real browser, against a running server and a real database: what a person does, and what is seen. Each screen in its
 * states is looked at by axe, in light and dark, and at 320 and 1280 pixels; {@code bin/test all} leaves it as a picture in {@code target/screenshots}.
 */
package org.safeward.console;
