package org.safeward;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.inject.Named;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.safeward.jobs.record.JobKind;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The names in the batch job files are mechanical: a server would find a wrong one only when the job runs. */
class BatchJobsTest {
    private static final Path JOBS = Path.of("src/main/resources/META-INF/batch-jobs");

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.safeward");

    @Test
    void aJobHasTheNameOfItsFileAndIsNeverRestartedByTheServer() throws Exception {
        for (Path file : jobFiles()) {
            Element job = parse(file).getDocumentElement();
            assertEquals(file.getFileName().toString(), job.getAttribute("id") + ".xml");
            assertEquals("false", job.getAttribute("restartable"), file + ": restartable");
        }
    }

    @Test
    void aStepRunsTheBatchletThatIsNamedAfterIt() throws Exception {
        forEachElement("batchlet", batchlet -> {
            Element step = (Element) batchlet.getParentNode();
            assertEquals(step.getAttribute("id") + "Step", batchlet.getAttribute("ref"));
        });
    }

    @Test
    void everyRefIsTheNameOfOneClass() throws Exception {
        forEachElement("*", element -> {
            if (element.hasAttribute("ref")) {
                resolve(element.getAttribute("ref"));
            }
        });
    }

    @Test
    void aKindOfJobCountsTheStepsOfItsFile() throws Exception {
        for (JobKind kind : JobKind.values()) {
            Element job = parse(JOBS.resolve(kind.text() + ".xml")).getDocumentElement();
            assertEquals(job.getElementsByTagNameNS("*", "step").getLength(), kind.steps(), kind.text());
        }
    }

    private void resolve(String ref) {
        List<JavaClass> artifacts = classes.stream()
                .filter(candidate -> candidate.isAnnotatedWith(Named.class))
                .filter(candidate -> ref.equals(nameOf(candidate)))
                .toList();
        assertEquals(1, artifacts.size(), "classes for the ref " + ref);
    }

    private static String nameOf(JavaClass artifact) {
        String simple = artifact.getSimpleName();
        String name = artifact.getAnnotationOfType(Named.class).value();
        return name.isEmpty() ? Character.toLowerCase(simple.charAt(0)) + simple.substring(1) : name;
    }

    private static void forEachElement(String name, Consumer<Element> check) throws Exception {
        for (Path file : jobFiles()) {
            var elements = parse(file).getElementsByTagNameNS("*", name);
            IntStream.range(0, elements.getLength())
                    .mapToObj(elements::item)
                    .map(Element.class::cast)
                    .forEach(check);
        }
    }

    private static List<Path> jobFiles() throws IOException {
        if (!Files.exists(JOBS)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(JOBS)) {
            return files.toList();
        }
    }

    private static Document parse(Path file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(file.toFile());
    }
}
