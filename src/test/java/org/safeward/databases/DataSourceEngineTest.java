package org.safeward.databases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.safeward.engine.DatabaseEngine;

class DataSourceEngineTest {
    /** A default that is not handed on is the interface's answer instead of the database's. */
    @Test
    void everyQuestionReachesTheEngineThatWasFound() {
        List<Method> forgotten = Arrays.stream(DatabaseEngine.class.getMethods())
                .filter(method -> !declares(method))
                .toList();
        assertEquals(List.of(), forgotten);
    }

    private static boolean declares(Method method) {
        return Arrays.stream(DataSourceEngine.class.getDeclaredMethods())
                .anyMatch(own -> own.getName().equals(method.getName())
                        && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
    }
}
