package org.safeward;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.containAnyMethodsThat;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.batch.operations.JobOperator;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateful;
import jakarta.ejb.Stateless;
import jakarta.ejb.Timeout;
import jakarta.ejb.TransactionManagement;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.MappedSuperclass;
import jakarta.ws.rs.HttpMethod;
import java.lang.annotation.Annotation;
import java.util.List;
import org.safeward.restore.pause.ResumeApplication;

/** The arrows among the packages, and the rules that hold for every class of a kind. docs/architecture.md says why. */
@AnalyzeClasses(packages = "org.safeward", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final List<Class<? extends Annotation>> ROLES =
            List.of(RolesAllowed.class, PermitAll.class, DenyAll.class);

    @ArchTest
    static final ArchRule faultKnowsNoOtherPackage = dependsOnlyOn("fault", "org.safeward.fault..");

    @ArchTest
    static final ArchRule archiveKnowsFaults =
            dependsOnlyOn("archive", "org.safeward.archive..", "org.safeward.files..", "org.safeward.fault..");

    @ArchTest
    static final ArchRule filesKnowFaults = dependsOnlyOn("files", "org.safeward.files..", "org.safeward.fault..");

    @ArchTest
    static final ArchRule engineKnowsArchiveAndFaults = dependsOnlyOn(
            "engine",
            "org.safeward.engine..",
            "org.safeward.archive..",
            "org.safeward.files..",
            "org.safeward.fault..");

    /** What an engine is made of is open among its own rooms only. */
    @ArchTest
    static final ArchRule nobodyLooksIntoAnEngine = noClasses()
            .that()
            .resideOutsideOfPackage("org.safeward.engine..")
            .should()
            .dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(
                            "org.safeward.engine.sqlite.*..", "org.safeward.engine.postgresql.*..")
                    .and(resideOutsideOfPackages("org.safeward.engine.postgresql.connection")));

    @ArchTest
    static final ArchRule enginesDoNotKnowEachOther =
            slices().matching("org.safeward.engine.(*)..").should().notDependOnEachOther();

    /** Reading a script needs no server, what SQL is made of needs no script, and how a script is loaded is no matter of how it becomes live. */
    @ArchTest
    static final ArchRule roomsOfPostgresqlBuildOnEachOther = noneKnows(
            List.of("engine.postgresql.sql"), List.of("engine.postgresql.connection", "engine.postgresql.script"));

    @ArchTest
    static final ArchRule loadingDoesNotKnowHowItBecomesLive = noneKnows(
            List.of("engine.postgresql.load", "engine.postgresql.dump"), List.of("engine.postgresql.restore"));

    @ArchTest
    static final ArchRule readingAScriptOfSqliteNeedsNoConnection =
            noneKnows(List.of("engine.sqlite.script"), List.of("engine.sqlite.connection", "engine.sqlite.content"));

    @ArchTest
    static final ArchRule cronKnowsNoTimers =
            dependsOnlyOn("schedule.cron", "org.safeward.schedule.cron..", "org.safeward.fault..");

    @ArchTest
    static final ArchRule storeCatalogAndSettingsKnowNoJobsAndNoHttp =
            noneKnows(List.of("store", "catalog", "settings"), List.of("jobs", "rest", "access"));

    @ArchTest
    static final ArchRule foundationsDoNotKnowFeatures = noneKnows(
            List.of("store", "catalog", "settings", "databases", "destinations", "jobs", "rest", "access"),
            List.of("backup", "restore", "schedule", "maintenance"));

    @ArchTest
    static final ArchRule remoteStoresKnowFilesAndFaults = dependsOnlyOn(
            "store.remote", "org.safeward.store.remote..", "org.safeward.files..", "org.safeward.fault..");

    @ArchTest
    static final ArchRule manifestsOfCopiesKnowWhatAFileSaysOfItself = dependsOnlyOn(
            "destinations.manifest",
            "org.safeward.destinations.manifest..",
            "org.safeward.archive.content..",
            "org.safeward.store.remote..",
            "org.safeward.fault..");

    /** The envelope is used by every feature: what it knew, all would depend on. */
    @ArchTest
    static final ArchRule restKnowsNoJobs = noneKnows(List.of("rest"), List.of("jobs", "store"));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("org.safeward.(**)").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule enginesArchivesAndFaultsArePlainJava = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.safeward.engine..",
                    "org.safeward.archive..",
                    "org.safeward.fault..",
                    "org.safeward.store.remote..",
                    "org.safeward.destinations.manifest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "org.eclipse.microprofile..");

    @ArchTest
    static final ArchRule entitiesLiveInTheCatalogOrWithTheirFeature = classes()
            .that()
            .areAnnotatedWith(Entity.class)
            .or()
            .areAnnotatedWith(Embeddable.class)
            .or()
            .areAnnotatedWith(MappedSuperclass.class)
            .should()
            .resideInAnyPackage(
                    "org.safeward.catalog..",
                    "org.safeward.access..",
                    "org.safeward.jobs.record..",
                    "org.safeward.backup.stores..",
                    "org.safeward.compare..",
                    "org.safeward.destinations..",
                    "org.safeward.restore.pause..",
                    "org.safeward.schedule..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyJobsTouchesTheJobOperator = noClasses()
            .that()
            .resideOutsideOfPackage("org.safeward.jobs..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(JobOperator.class);

    @ArchTest
    static final ArchRule enterpriseBeansAreTopLevel = classes()
            .that()
            .areAnnotatedWith(Stateless.class)
            .or()
            .areAnnotatedWith(Stateful.class)
            .or()
            .areAnnotatedWith(Singleton.class)
            .or()
            .areAnnotatedWith(MessageDriven.class)
            .should()
            .beTopLevelClasses()
            .because("WildFly refuses nested ones")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule timersManageTheirTransactionsThemselves = methods()
            .that()
            .areAnnotatedWith(Schedule.class)
            .or()
            .areAnnotatedWith(Timeout.class)
            .should()
            .beDeclaredInClassesThat()
            .areAnnotatedWith(TransactionManagement.class)
            .because(
                    "Payara gives their callbacks a transaction else, and drops a timer whose transaction failed twice");

    /** Uploads that nobody comes back for may lie there for longer. */
    @ArchTest
    static final ArchRule whatComesEachMinuteGoesByAClockThatNobodySets = methods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage("org.safeward.jobs..", "org.safeward.schedule..")
            .or()
            .areDeclaredIn(ResumeApplication.class)
            .should()
            .notBeAnnotatedWith(Schedule.class)
            .because("a server's timer is silent for a year when the clock is put back by one; see MinutePassed");

    @ArchTest
    static final ArchRule beanMethodsSayWhoMayCallThem = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat(
                    annotatedWith(Stateless.class).and(containAnyMethodsThat(annotatedWith(RolesAllowed.class))))
            .should(sayWhoMayCallThem())
            .because("WildFly lets nobody call what has no role in a bean that has some");

    @ArchTest
    static final ArchRule resourceMethodsSayWhoMayCallThem = methods()
            .that()
            .areMetaAnnotatedWith(HttpMethod.class)
            .should(sayWhoMayCallThem())
            .allowEmptyShould(true);

    /** Called from outside of the bean, a method between the two fails at run time; the server calls its callbacks itself. */
    @ArchTest
    static final ArchRule enterpriseBeansHaveNoMethodsBetweenPublicAndPrivate = methods()
            .that()
            .areDeclaredInClassesThat(annotatedWith(Stateless.class).or(annotatedWith(Singleton.class)))
            .and()
            .areNotStatic()
            .and()
            .areNotPrivate()
            .and()
            .areNotAnnotatedWith(PostConstruct.class)
            .and()
            .areNotAnnotatedWith(PreDestroy.class)
            .and()
            .areNotAnnotatedWith(Timeout.class)
            .and()
            .areNotAnnotatedWith(Schedule.class)
            .should()
            .bePublic()
            .allowEmptyShould(true);

    private static ArchRule noneKnows(List<String> lower, List<String> upper) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages(lower))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(upper))
                .allowEmptyShould(true);
    }

    private static String[] packages(List<String> names) {
        return names.stream().map(name -> "org.safeward." + name + "..").toArray(String[]::new);
    }

    private static ArchRule dependsOnlyOn(String name, String... allowed) {
        return noClasses()
                .that()
                .resideInAPackage("org.safeward." + name + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.safeward..").and(resideOutsideOfPackages(allowed)));
    }

    private static ArchCondition<JavaMethod> sayWhoMayCallThem() {
        return new ArchCondition<>("carry @RolesAllowed, @PermitAll or @DenyAll on themselves or their class") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean said = ROLES.stream()
                        .anyMatch(role -> method.isAnnotatedWith(role)
                                || method.getOwner().isAnnotatedWith(role));
                events.add(new SimpleConditionEvent(method, said, method.getFullName() + " has no role"));
            }
        };
    }
}
