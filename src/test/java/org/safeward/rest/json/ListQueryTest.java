package org.safeward.rest.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.ws.rs.core.MultivaluedHashMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.safeward.catalog.RunState;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;

class ListQueryTest {
    private final MultivaluedHashMap<String, String> parameters = new MultivaluedHashMap<>();

    private ListQuery query() {
        return new ListQuery(parameters, new FieldFaults(Messages.ENGLISH));
    }

    @Test
    void withoutAWordItIsTheFirstPage() {
        parameters.putSingle("page", "");
        ListQuery query = query();
        query.check();

        assertEquals(0, query.offset());
        assertEquals(20, query.most());
        assertEquals(Optional.empty(), query.text("database"));
    }

    @Test
    void aPageBeginsBehindThoseBeforeIt() {
        parameters.putSingle("page", "7");
        parameters.putSingle("page_size", "15");
        parameters.putSingle("state", "failed");
        ListQuery query = query();

        assertEquals(90, query.offset());
        assertEquals(15, query.most());
        assertEquals(Optional.of(RunState.FAILED), query.one("state", RunState::of, RunState.ALL));
        query.check();
    }

    @Test
    void allThatIsWrongIsNamedAtOnce() {
        parameters.putSingle("page", "0");
        parameters.putSingle("page_size", "101");
        parameters.putSingle("state", "lost");
        parameters.putSingle("who", "a\u0000");
        parameters.putSingle("from", "soon");
        ListQuery query = query();
        query.one("state", RunState::of, RunState.ALL);
        query.storable("who");
        query.number("from", 0, 10);

        Fault fault = assertThrows(Fault.class, query::check);

        assertEquals(ErrorCode.BAD_FIELD, fault.code());
        String text = Messages.ENGLISH.message(fault);
        for (String field : new String[] {"page", "page_size", "state", "who", "from"}) {
            assertEquals(true, text.contains(field), text);
        }
    }
}
