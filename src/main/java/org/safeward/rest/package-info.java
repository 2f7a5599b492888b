/**
 * What all endpoints share: the activation of JAX-RS, the envelope, the caller's language and name, reading bodies, and turning
 * faults into answers.
 *
 * <p>Promises: every answer that is no file and no event stream is the envelope, also for unknown paths and broken requests, but for
 * maintenance, whose contract has answers of its own; bodies are
 * checked field by field, all wrong ones are named at once. No body of nobody takes more than a few KB, ten seconds or any thread while it
 * comes in, and none makes a parser fail otherwise than by a refusal. Knows no feature.
 */
package org.safeward.rest;
