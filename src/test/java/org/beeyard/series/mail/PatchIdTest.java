package org.beeyard.series.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PatchIdTest {

    static Stream<Path> demos() throws IOException {
        return Files.list(Path.of("src/main/resources/demo"))
                .filter(file -> file.toString().endsWith(".mbox"));
    }

    static Stream<String> diffs() {
        return Stream.of("""
                diff --git a/a b/a
                new file mode 100644
                index 0000000..1111111
                --- /dev/null
                +++ b/a
                @@ -0,0 +1 @@
                +one
                diff --git a/b b/b
                index 1111111..2222222 100755
                --- a/b
                +++ b/b
                @@ -1 +1,2 @@
                -x	y
                +x y
                +--- z
                \\ No newline at end of file
                """, """
                diff --git a/old b/new
                similarity index 90%
                rename from old
                rename to new
                index 1111111..2222222 100644
                --- a/old
                +++ b/new
                @@ -1,3 +1,3 @@ static void f(void)
                 start
                -one
                +two
                 end
                """, """
                diff --git a/mode b/mode
                old mode 100644
                new mode 100755
                diff --git a/c b/c
                deleted file mode 100644
                index 1111111..0000000
                --- a/c
                +++ /dev/null
                @@ -1 +0,0 @@
                -gone
                """);
    }

    @ParameterizedTest
    @MethodSource("demos")
    void is_what_git_says_of_a_mail(Path file) throws Exception {
        for (byte[] mail : Mailbox.split(Files.readAllBytes(file))) {
            Mail read = MailReader.read(mail);
            assertThat(PatchId.of(read.diff())).isEqualTo(native_(mail));
        }
    }

    @ParameterizedTest
    @MethodSource("diffs")
    void is_what_git_says_of_files_that_come_go_and_move(String diff) throws Exception {
        byte[] bytes = diff.getBytes(StandardCharsets.UTF_8);
        assertThat(PatchId.of(bytes)).isEqualTo(native_(bytes));
    }

    private static String native_(byte[] diff) throws IOException, InterruptedException {
        Process git = new ProcessBuilder(List.of("git", "patch-id", "--stable")).start();
        git.getOutputStream().write(diff);
        git.getOutputStream().close();
        String id = new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        git.waitFor();
        return id.split(" ")[0].strip();
    }
}
