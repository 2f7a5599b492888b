package org.safeward.openapi;

import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.metaAnnotatedWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServlet;
import jakarta.ws.rs.HttpMethod;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.safeward.access.Endpoint;
import org.safeward.settings.Product;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The document is about the endpoints that there are, and its own examples are as it says. */
class OpenApiTest {
    private static final JsonObject DOCUMENT = OpenApiDocument.of("/api");
    private static final Description DESCRIPTION = new Description(DOCUMENT);
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.safeward");

    /** Registered by code, so no annotation tells their paths; the console's page is no part of the API. */
    private static final Map<String, List<String>> SERVLETS = Map.of(
            "UploadServlet", List.of("POST backup/uploads ADMIN", "GET backup/uploads ADMIN"),
            "UploadRestoreServlet", List.of("POST backup/upload-restore ADMIN"),
            "ConsolePage", List.of(),
            "RefusalPage", List.of());

    @Test
    void describesEveryEndpointWithItsRoleAndNothingElse() {
        List<String> there = new ArrayList<>(CLASSES.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(metaAnnotatedWith(HttpMethod.class))
                .map(JavaMethod::reflect)
                .map(OpenApiTest::endpoint)
                .distinct()
                .toList());
        CLASSES.stream()
                .filter(type -> type.isAssignableTo(HttpServlet.class))
                .map(JavaClass::getSimpleName)
                .map(name -> SERVLETS.getOrDefault(name, List.of("the unknown servlet " + name)))
                .forEach(there::addAll);
        List<String> described = DESCRIPTION.operations().stream()
                .map(known -> known.name() + " " + known.operation().getString("x-role"))
                .toList();
        assertEquals(
                String.join("\n", there.stream().sorted().toList()),
                String.join("\n", described.stream().sorted().toList()));
    }

    /** A row names methods and, behind each of them, the paths that they are for. */
    @Test
    void theMapNamesEveryEndpointAndNothingElse() throws IOException {
        Pattern part = Pattern.compile("(?<methods>[A-Z]+(?:, [A-Z]+)*)|`/api/(?<path>[^`]+)`");
        TreeSet<String> named = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("docs/api.md"))) {
            List<String> methods = List.of();
            Matcher found = part.matcher(line.startsWith("| ") ? line.split("\\|")[1] : "");
            while (found.find()) {
                if (found.group("methods") != null) {
                    methods = List.of(found.group("methods").split(", "));
                } else {
                    methods.forEach(method -> named.add(method + ' ' + found.group("path")));
                }
            }
        }
        assertEquals(
                new TreeSet<>(DESCRIPTION.operations().stream()
                        .map(Description.Documented::name)
                        .toList()),
                named);
    }

    private static String endpoint(Method method) {
        return Endpoint.name(method) + " " + role(method);
    }

    private static String role(Method method) {
        RolesAllowed roles = method.getAnnotation(RolesAllowed.class);
        if (roles == null && method.isAnnotationPresent(PermitAll.class)) {
            return "";
        }
        return (roles == null ? method.getDeclaringClass().getAnnotation(RolesAllowed.class) : roles).value()[0];
    }

    @Test
    void everyExampleIsOfItsSchema() {
        List<String> wrong = new ArrayList<>();
        int examples = 0;
        for (Description.Documented operation : DESCRIPTION.operations()) {
            Map<String, JsonObject> contents = contents(operation);
            for (Map.Entry<String, JsonObject> content : contents.entrySet()) {
                for (Map.Entry<String, JsonValue> example :
                        Description.examples(content.getValue()).entrySet()) {
                    examples++;
                    String json = example.getValue().toString();
                    DESCRIPTION
                            .objections(content.getValue().get("schema"), json)
                            .forEach(objection -> wrong.add(
                                    operation.name() + ", " + content.getKey() + " " + example.getKey() + objection));
                }
            }
        }
        assertEquals("", String.join("\n", wrong));
        assertTrue(examples > 300, examples + " examples");
    }

    private static Map<String, JsonObject> contents(Description.Documented operation) {
        Map<String, JsonObject> contents = new TreeMap<>();
        if (operation.operation().containsKey("requestBody")) {
            add(contents, "request", operation.operation().getJsonObject("requestBody"));
        }
        operation
                .operation()
                .getJsonObject("responses")
                .forEach((status, answer) -> add(contents, status, DESCRIPTION.resolved(answer.asJsonObject())));
        return contents;
    }

    private static void add(Map<String, JsonObject> contents, String name, JsonObject holder) {
        if (holder.containsKey("content")) {
            holder.getJsonObject("content")
                    .forEach((type, content) -> contents.put(name + " " + type, content.asJsonObject()));
        }
    }

    @Test
    void everyAnswerThatIsASuccessHasAnExample() {
        List<String> without = new ArrayList<>();
        for (Description.Documented operation : DESCRIPTION.operations()) {
            boolean onlyAccepts =
                    !operation.operation().getJsonObject("responses").containsKey("200");
            JsonObject answer = DESCRIPTION.response(operation, onlyAccepts ? 202 : 200);
            DESCRIPTION.content(answer, "application/json").ifPresent(content -> {
                if (Description.examples(content).isEmpty()) {
                    without.add(operation.name());
                }
            });
            JsonObject body = operation.operation().getJsonObject("requestBody");
            if (body != null) {
                DESCRIPTION.content(body, "application/json").ifPresent(content -> {
                    if (Description.examples(content).isEmpty()) {
                        without.add(operation.name() + ", its request");
                    }
                });
            }
        }
        assertEquals(List.of(), without);
    }

    @Test
    void aReaderOfYamlTakesItToo() {
        Object yaml = new YAMLMapper().readValue(DOCUMENT.toString(), Object.class);
        String again = new tools.jackson.databind.ObjectMapper().writeValueAsString(yaml);
        try (var reader = Json.createReader(new StringReader(again))) {
            assertEquals(DOCUMENT, reader.readObject());
        }
    }

    @Test
    void hasTheVersionAndTheAddressAndNamesEachOperationOnce() {
        assertEquals(Product.VERSION, DOCUMENT.getJsonObject("info").getString("version"));
        assertEquals(
                "/wherever/api",
                OpenApiDocument.of("/wherever/api")
                        .getJsonArray("servers")
                        .getJsonObject(0)
                        .getString("url"));
        List<String> ids = DESCRIPTION.operations().stream()
                .map(known -> known.operation().getString("operationId"))
                .toList();
        assertEquals(ids.stream().distinct().toList(), ids);
    }
}
