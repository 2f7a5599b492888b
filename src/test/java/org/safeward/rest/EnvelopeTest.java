package org.safeward.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import org.junit.jupiter.api.Test;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;

/** What clients read, to the byte. */
class EnvelopeTest {
    @Test
    void aSuccessHasThreeMembers() {
        assertEquals(
                "{\"code\":0,\"message\":\"备份创建成功\",\"data\":{\"id\":7}}",
                Envelope.of(
                                Messages.CHINESE,
                                "BACKUP_CREATED",
                                Json.createObjectBuilder().add("id", 7).build())
                        .json()
                        .toString());
    }

    @Test
    void aFaultHasItsCodeAndAHintBehindThem() {
        Fault fault = new Fault(ErrorCode.RECORD_NOT_FOUND, 7);
        assertEquals(
                "{\"code\":1,\"message\":\"%s\",\"data\":null,\"error\":\"RECORD_NOT_FOUND\",\"hint\":\"%s\"}"
                        .formatted(Messages.ENGLISH.message(fault), Messages.ENGLISH.hint(fault)),
                Envelope.of(Messages.ENGLISH, fault, JsonValue.NULL).json().toString());
    }

    @Test
    void whatIsAboutAccessIsTwo() {
        assertEquals(
                2,
                Envelope.of(Messages.ENGLISH, new Fault(ErrorCode.NOT_AUTHENTICATED), JsonValue.NULL)
                        .code());
        assertEquals(
                2,
                Envelope.of(Messages.ENGLISH, new Fault(ErrorCode.FORBIDDEN, "ADMIN"), JsonValue.NULL)
                        .code());
    }
}
