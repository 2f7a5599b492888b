/**
 * The API, described in OpenAPI 3.1 at {@code /api/openapi}. Written by hand, one file of resources a feature; what can be derived is put in
 * when it is read: the envelope around answers, the errors from their codes (with status, words and hint), required fields, the version.
 *
 * <p>In these files, {@code x-role} names the least role ("" for anybody), {@code x-answer} the text and data of success, {@code x-errors} codes of
 * errors, {@code x-job} an endpoint that waits for a job, {@code x-bare} one without envelope, {@code x-optional} properties that an object may lack.
 *
 * <p>Promises, held by a test against a running server: every endpoint is in it, nothing else is, and answers are as it says. Known callers
 * only may read it: strangers are not told what there is.
 */
package org.safeward.openapi;
