package org.safeward.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonValue;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;

/** Refusals of the maintenance endpoint. */
class BareAnswerTest {
    @ParameterizedTest
    @CsvSource({
        "400, 400",
        "404, 400",
        "405, 400",
        "406, 400",
        "413, 400",
        "415, 400",
        "422, 400",
        "401, 401",
        "429, 401",
        "403, 403",
        "409, 409",
        "500, 500",
        "503, 500",
        "507, 500"
    })
    void theContractKnowsFiveStatuses(int status, int expected) {
        Envelope envelope = new Envelope(1, "m", JsonValue.NULL, Optional.of(ErrorCode.INTERNAL), "h");
        assertEquals(expected, BareAnswer.of(status, envelope, Messages.CHINESE).status());
    }

    @Test
    void saysWhatTheContractSays() {
        assertEquals("{\"error\":\"未登录\"}", text(Messages.CHINESE, new Fault(ErrorCode.TOKEN_EXPIRED)));
        assertEquals("{\"error\":\"权限不足\"}", text(Messages.CHINESE, new Fault(ErrorCode.FORBIDDEN, "ADMIN")));
        assertEquals("{\"error\":\"Not logged in\"}", text(Messages.ENGLISH, new Fault(ErrorCode.NOT_AUTHENTICATED)));
        assertTrue(text(Messages.CHINESE, new Fault(ErrorCode.UNKNOWN_ACTION, "x"))
                .startsWith("{\"error\":\"无效的操作类型\",\"details\":\""));
        assertTrue(text(Messages.CHINESE, new Fault(ErrorCode.RESTART_NOT_ALLOWED))
                .startsWith("{\"error\":\"操作失败\",\"details\":\""));
    }

    private static String text(Messages messages, Fault fault) {
        Envelope envelope = Envelope.of(messages, fault, JsonValue.NULL);
        return BareAnswer.of(fault.code().httpStatus(), envelope, messages).text();
    }

    @Test
    void leavesOtherPathsAlone() {
        assertTrue(BareAnswer.appliesTo("/api/admin/maintenance"));
        assertTrue(BareAnswer.appliesTo("/api//admin/maintenance/"));
        assertFalse(BareAnswer.appliesTo("/api/admin/maintenances"));
        assertFalse(BareAnswer.appliesTo("/api/backup/list"));
    }
}
