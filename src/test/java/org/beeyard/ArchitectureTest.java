package org.beeyard;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.beeyard.people.ForEverybody;
import org.beeyard.people.Needs;
import org.beeyard.people.OwnProof;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md, checked. */
@AnalyzeClasses(packages = "org.beeyard", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] ADAPTERS = {
        "..jgit..",
        "..executor.local..",
        "..executor.kubernetes..",
        "..series.upload..",
        "..series.patchwork..",
        "..series.github..",
        "..check.patchwork..",
        "..check.github..",
        "..check.mail..",
        "..people.oidc.."
    };

    @ArchTest
    static final ArchRule features_do_not_form_cycles =
            slices().matching("org.beeyard.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule pages_of_one_kind_do_not_form_cycles_with_others =
            slices().matching("org.beeyard.web.(*)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule what_is_read_of_one_kind_forms_no_cycles_with_others =
            slices().matching("org.beeyard.history.(*)").should().beFreeOfCycles();

    /** But for what is read and checked before anything is started. */
    @ArchTest
    static final ArchRule adapters_are_plugged_in_and_never_called_by_name = noClasses()
            .that()
            .resideOutsideOfPackages(ADAPTERS)
            .should()
            .dependOnClassesThat(resideInAnyPackage(ADAPTERS)
                    .and(not(nameEndingWith("Config")))
                    .and(not(nameEndingWith("Check"))));

    @ArchTest
    static final ArchRule adapters_are_package_private = classes()
            .that()
            .resideInAnyPackage(ADAPTERS)
            .and()
            .areTopLevelClasses()
            .and()
            .haveSimpleNameNotEndingWith("Config")
            .and()
            .haveSimpleNameNotEndingWith("Check")
            .and()
            .haveSimpleNameNotContaining("_")
            .should()
            .notBePublic();

    @ArchTest
    static final ArchRule only_trees_speak_git = confined("org.eclipse.jgit..", "..tree.jgit..");

    @ArchTest
    static final ArchRule only_trees_have_times = confined("com.cronutils..", "..beeyard.tree..");

    @ArchTest
    static final ArchRule only_mail_speaks_mime = confined("org.apache.james..", "..series.mail..");

    @ArchTest
    static final ArchRule only_the_cluster_speaks_kubernetes = confined("io.fabric8..", "..executor.kubernetes..");

    @ArchTest
    static final ArchRule only_the_store_speaks_s3 = confined("software.amazon..", "..beeyard.blob..");

    @ArchTest
    static final ArchRule only_its_client_speaks_github = confined("org.kohsuke..", "..beeyard.github..");

    @ArchTest
    static final ArchRule only_the_sign_in_speaks_oidc = confined("io.quarkus.oidc..", "..people.oidc..");

    @ArchTest
    static final ArchRule what_changes_something_says_what_right_it_needs = methods()
            .that()
            .areAnnotatedWith(POST.class)
            .or()
            .areAnnotatedWith(PUT.class)
            .or()
            .areAnnotatedWith(DELETE.class)
            .and()
            .areDeclaredInClassesThat()
            .areNotAnnotatedWith(OwnProof.class)
            .should()
            .beAnnotatedWith(Needs.class)
            .orShould()
            .beAnnotatedWith(ForEverybody.class);

    @ArchTest
    static final ArchRule nobody_depends_on_the_web = noClasses()
            .that()
            .resideOutsideOfPackage("..beeyard.web..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..beeyard.web..");

    @ArchTest
    static final ArchRule nobody_depends_on_the_boot_room = noClasses()
            .that()
            .resideOutsideOfPackage("..beeyard.boot..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..beeyard.boot..");

    @ArchTest
    static final ArchRule the_plain_rooms_know_no_framework = noClasses()
            .that()
            .resideInAnyPackage(
                    "..beeyard.plan..",
                    "..beeyard.testout..",
                    "..beeyard.protocol..",
                    "..beeyard.agent..",
                    "..beeyard.client..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "io.quarkus..", "org.hibernate..", "io.smallrye..");

    @ArchTest
    static final ArchRule the_verdict_and_the_lifecycle_are_pure = noClasses()
            .that()
            .haveSimpleName("Verdict")
            .or()
            .haveSimpleName("AttemptLifecycle")
            .or()
            .haveSimpleName("TreeChoice")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "io.quarkus..", "org.hibernate..", "java.nio.file..", "java.net..");

    @ArchTest
    static final ArchRule time_comes_from_a_clock = noClasses()
            .that()
            .resideOutsideOfPackages("..boot..", "..client..", "..agent..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule beans_are_injected_through_constructors =
            noFields().should().beAnnotatedWith(Inject.class).allowEmptyShould(true);

    @ArchTest
    static final ArchRule names_say_what_a_class_is =
            noClasses().should().haveNameMatching(".*\\.(.*(Util|Utils|Helper|Manager|Impl|DTO|Dto)|Abstract.*)$");

    @Test
    void no_class_is_longer_than_four_hundred_lines() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> long_ = files.filter(f -> f.toString().endsWith(".java"))
                    .filter(ArchitectureTest::isLong)
                    .toList();
            Assertions.assertThat(long_).isEmpty();
        }
    }

    private static boolean isLong(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count() > 400;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static ArchRule confined(String library, String home) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }
}
