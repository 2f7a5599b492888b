package org.safeward.beans;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Safeward's classes, found as a container finds them: by what stands on them. */
public final class CompiledClasses {
    private static final Path FOLDER = Path.of("target/classes");

    private static final List<Class<?>> ALL = all();

    private CompiledClasses() {}

    private static List<Class<?>> all() {
        try (Stream<Path> files = Files.walk(FOLDER.resolve("org/safeward"))) {
            return files.map(file -> FOLDER.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .<Class<?>>map(CompiledClasses::load)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String file) {
        String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
        try {
            return Class.forName(name, false, CompiledClasses.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** The one that a job's file calls by this name. */
    public static Class<?> named(String name) {
        return ALL.stream()
                .filter(type -> type.isAnnotationPresent(Named.class))
                .filter(type -> type.getAnnotation(Named.class).value().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name));
    }

    /** The methods that hear of such events. */
    static List<Method> observing(Class<?> event) {
        return ALL.stream()
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> method.getParameterCount() == 1
                        && method.getParameterTypes()[0] == event
                        && method.getParameters()[0].isAnnotationPresent(Observes.class))
                .toList();
    }
}
