package org.safeward.access;

import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.metaAnnotatedWith;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An endpoint and who may use it, as the contract says.
 *
 * @param path as it is called: ids are those of nothing
 * @param role the least; "" for anybody
 * @param body harmless, also to somebody who may use the endpoint
 */
public record Endpoint(String method, String path, String role, String body) {
    private static final String NOTHING = "999999";

    private static final List<Endpoint> OF_CONTRACT = List.of(
            of("GET", "health", ""),
            of("GET", "health/started", ""),
            of("POST", "auth/login", ""),
            of("GET", "auth/me", "VIEWER"),
            of("POST", "auth/renew", "VIEWER"),
            of("PUT", "auth/password", "VIEWER"),
            of("GET", "backup/list", "VIEWER"),
            of("GET", "backup/records/" + NOTHING, "VIEWER"),
            of("GET", "backup/records/" + NOTHING + "/manifest", "VIEWER"),
            of("GET", "backup/status", "VIEWER"),
            of("GET", "backup/jobs", "VIEWER"),
            of("GET", "backup/jobs/" + NOTHING, "VIEWER"),
            of("GET", "backup/events", "VIEWER"),
            of("GET", "backup/config", "VIEWER"),
            of("GET", "backup/config/preview", "VIEWER"),
            of("GET", "backup/retention/preview", "VIEWER"),
            of("GET", "databases", "VIEWER"),
            of("GET", "metrics", "VIEWER"),
            of("GET", "openapi", "VIEWER"),
            new Endpoint("POST", "backup/create", "OPERATOR", "{\"database\": \"nope\"}"),
            new Endpoint("POST", "backup/cancel", "OPERATOR", "{\"database\": \"nope\"}"),
            of("GET", "backup/download/" + NOTHING, "OPERATOR"),
            of("POST", "backup/records/" + NOTHING + "/ticket", "OPERATOR"),
            of("PUT", "backup/records/" + NOTHING + "/pin", "OPERATOR"),
            of("DELETE", "backup/records/" + NOTHING + "/pin", "OPERATOR"),
            of("POST", "backup/records/" + NOTHING + "/untrash", "OPERATOR"),
            // What only looks, and came after the contract.
            of("GET", "backup/drills", "VIEWER"),
            of("POST", "backup/drills", "OPERATOR"),
            of("POST", "backup/drills/cancel", "OPERATOR"),
            of("GET", "backup/compare", "VIEWER"),
            of("GET", "backup/compare/" + NOTHING, "VIEWER"),
            of("POST", "backup/compare", "OPERATOR"),
            of("POST", "backup/compare/cancel", "OPERATOR"),
            of("GET", "destinations", "VIEWER"),
            of("GET", "destinations/" + NOTHING, "VIEWER"),
            of("GET", "destinations/" + NOTHING + "/fill", "VIEWER"),
            of("GET", "destinations/" + NOTHING + "/gone", "VIEWER"),
            of("GET", "destinations/" + NOTHING + "/reencrypt", "VIEWER"),
            of("GET", "destinations/" + NOTHING + "/backups", "OPERATOR"),
            of("GET", "recipients", "VIEWER"),
            of("POST", "recipients/show", "OPERATOR"),
            of("POST", "backup/copies/cancel", "OPERATOR"),
            // Servlets, which looking at resources does not find.
            of("POST", "backup/upload-restore", "ADMIN"),
            of("POST", "backup/uploads", "ADMIN"),
            of("GET", "backup/uploads", "ADMIN"));

    private static Endpoint of(String method, String path, String role) {
        return new Endpoint(method, path, role, method.equals("POST") || method.equals("PUT") ? "[]" : "");
    }

    /** Those of the contract that are there, and all others that are there: they are for administrators, as it says. */
    static List<Endpoint> all() {
        List<String> there = there();
        Map<String, Endpoint> all = new LinkedHashMap<>();
        for (Endpoint endpoint : OF_CONTRACT) {
            if (there.contains(endpoint.toString()) || endpoint.path().startsWith("backup/upload")) {
                all.put(endpoint.toString(), endpoint);
            }
        }
        for (String other : there) {
            String[] words = other.split(" ");
            all.putIfAbsent(other, of(words[0], words[1], "ADMIN"));
        }
        return new ArrayList<>(all.values());
    }

    private static List<String> there() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.safeward");
        return classes.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(metaAnnotatedWith(HttpMethod.class))
                .map(JavaMethod::reflect)
                .map(Endpoint::words)
                .toList();
    }

    private static String words(Method method) {
        return name(method).replaceAll("\\{[^}]*}", NOTHING);
    }

    /** {@code VERB path} with the names of its parameters in braces. */
    public static String name(Method method) {
        String verb = Stream.of(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElseThrow()
                .value();
        Path below = method.getAnnotation(Path.class);
        String path = method.getDeclaringClass().getAnnotation(Path.class).value()
                + (below == null ? "" : "/" + below.value());
        return verb + " " + path.replaceAll("/+", "/").replaceAll("^/|/$", "");
    }

    boolean isFor(String given) {
        List<String> roles = List.of("VIEWER", "OPERATOR", "ADMIN");
        return role.isEmpty() || roles.indexOf(given) >= roles.indexOf(role);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
