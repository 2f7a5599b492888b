package org.safeward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.safeward.fixture.Repeats;

/** What the gate leaves out names what it has instead. */
class RepeatsTest {
    /** Not longer than it is needed: all tests are much, and other classes come after this one in its process. */
    private final JavaClasses tests =
            new ClassFileImporter().withImportOption(new OnlyIncludeTests()).importPackages("org.safeward");

    @Test
    void whatIsRepeatedIsInTheGate() {
        List<String> wrong = new ArrayList<>();
        List<String> named = names();
        assertFalse(named.isEmpty());
        named.stream().filter(name -> !isInTheGate(name)).forEach(wrong::add);
        assertEquals(List.of(), wrong);
    }

    private List<String> names() {
        return tests.stream()
                .flatMap(type -> Stream.concat(Stream.<CanBeAnnotated>of(type), type.getMethods().stream()))
                .filter(RepeatsTest::isLeftOut)
                .flatMap(place -> Stream.of(annotation(place).value()))
                .toList();
    }

    private boolean isInTheGate(String name) {
        String[] words = name.split("\\.");
        Optional<JavaClass> found = tests.stream()
                .filter(type -> type.getSimpleName().equals(words[0]))
                .findFirst();
        if (found.isEmpty() || isLeftOut(found.get())) {
            return false;
        }
        return tests(found.get())
                .anyMatch(test -> words.length == 1 || test.getName().equals(words[1]));
    }

    /** Those of its that run. */
    private static Stream<JavaMethod> tests(JavaClass type) {
        return type.getAllMethods().stream()
                .filter(method -> method.isMetaAnnotatedWith(Testable.class))
                .filter(method -> !isLeftOut(method));
    }

    private static boolean isLeftOut(CanBeAnnotated place) {
        return place.isAnnotatedWith(Repeats.class);
    }

    private static Repeats annotation(CanBeAnnotated place) {
        return place instanceof JavaClass type
                ? type.getAnnotationOfType(Repeats.class)
                : ((JavaMethod) place).getAnnotationOfType(Repeats.class);
    }
}
