package org.safeward.access.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonValue;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;

/** The result that the audit writes for an answer. */
class AuditTrailTest {
    private static final Envelope ENVELOPE = Envelope.of(Messages.ENGLISH, "SUCCESS", JsonValue.NULL);

    /** Also where clients know only the status 200. */
    @ParameterizedTest
    @ValueSource(ints = {202, 200})
    void whatAJobGoesOnWithIsAcceptedAndNotDone(int status) {
        assertEquals("accepted", AuditTrail.result(request(false), answer(status, ENVELOPE, "/api/backup/jobs/7")));
    }

    @Test
    void acceptedIsAcceptedWithoutAnAddressToo() {
        assertEquals("accepted", AuditTrail.result(request(false), answer(202, ENVELOPE, null)));
    }

    /** A cancel and a restart are answered by 200 and lead to no new job. */
    @Test
    void whatIsOnlyAskedForIsAcceptedAndNotDone() {
        assertEquals("accepted", AuditTrail.result(request(true), answer(200, ENVELOPE, null)));
    }

    @Test
    void whatFailsIsNeverAccepted() {
        assertEquals("HTTP 409", AuditTrail.result(request(true), answer(409, "", "/api/backup/jobs/7")));
    }

    @Test
    void whatIsOverIsDone() {
        assertEquals("done", AuditTrail.result(request(false), answer(200, ENVELOPE, null)));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 409})
    void anErrorIsItsCode(int status) {
        assertEquals(
                "BACKUP_RUNNING",
                AuditTrail.result(
                        request(false),
                        answer(
                                status,
                                Envelope.of(Messages.ENGLISH, new Fault(ErrorCode.BACKUP_RUNNING, 1), JsonValue.NULL),
                                null)));
    }

    private static ContainerRequestContext request(boolean goesOn) {
        return (ContainerRequestContext) Proxy.newProxyInstance(
                AuditTrailTest.class.getClassLoader(),
                new Class<?>[] {ContainerRequestContext.class},
                (proxy, method, arguments) ->
                        method.getName().equals("getProperty") && Caller.GOES_ON.equals(arguments[0]) && goesOn
                                ? Boolean.TRUE
                                : null);
    }

    private static ContainerResponseContext answer(int status, Object body, String location) {
        MultivaluedMap<String, Object> headers = new MultivaluedHashMap<>();
        if (location != null) {
            headers.add("Location", location);
        }
        return (ContainerResponseContext) Proxy.newProxyInstance(
                AuditTrailTest.class.getClassLoader(),
                new Class<?>[] {ContainerResponseContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getStatus" -> status;
                    case "getEntity" -> body;
                    case "getHeaders" -> headers;
                    default -> throw new UnsupportedOperationException(method.toString());
                });
    }
}
