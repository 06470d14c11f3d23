package org.beeyard;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.beeyard.people.OwnProof;

/** docs/api.md names all that programs can read. */
@AnalyzeClasses(packages = "org.beeyard", importOptions = ImportOption.DoNotIncludeTests.class)
class ApiPathsTest {

    /** With what its name must be like. */
    private static final Pattern PARAMETER = Pattern.compile("\\{(?:[^{}]|\\{[^{}]*})*}");

    @ArchTest
    static void has_each_path_that_answers_with_more_than_a_page(JavaClasses classes) throws IOException {
        String document = plain(Files.readString(java.nio.file.Path.of("docs/api.md")));
        Set<String> unsaid = new TreeSet<>();
        for (JavaClass resource : classes) {
            if (resource.isAnnotatedWith(Path.class) && !resource.isAnnotatedWith(OwnProof.class)) {
                resource.getMethods().stream()
                        .filter(method -> method.isAnnotatedWith(GET.class) && !isPage(method))
                        .map(method -> path(resource, method))
                        .filter(path -> !Pattern.compile("[ `]" + Pattern.quote(plain(path)) + "[`?\\[]")
                                .matcher(document)
                                .find())
                        .forEach(unsaid::add);
            }
        }
        assertThat(unsaid).isEmpty();
    }

    private static boolean isPage(JavaMethod method) {
        return method.tryGetAnnotationOfType(Produces.class)
                .or(() -> method.getOwner().tryGetAnnotationOfType(Produces.class))
                .filter(produces -> List.of(produces.value()).equals(List.of("text/html")))
                .isPresent();
    }

    private static String path(JavaClass resource, JavaMethod method) {
        String below =
                method.tryGetAnnotationOfType(Path.class).map(Path::value).orElse("");
        String all = "/" + resource.getAnnotationOfType(Path.class).value() + "/" + below;
        return all.replaceAll("/+", "/").replaceAll("(?<=.)/$", "");
    }

    private static String plain(String text) {
        return PARAMETER.matcher(text).replaceAll("{}");
    }
}
