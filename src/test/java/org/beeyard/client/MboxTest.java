package org.beeyard.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be named to be submitted, and what is said when it cannot be had. */
class MboxTest {

    @TempDir
    Path folder;

    @Test
    void is_a_file() throws Exception {
        Path file = Files.writeString(folder.resolve("a..b"), "From me");
        assertThat(new Mbox("git").of(file.toString())).asString().isEqualTo("From me");
    }

    /** The file cannot be read at its beginning, even by root. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            /proc/self/mem | /proc/self/mem cannot be read: Input/output error.
            not-there      | there is no file not-there; name a file, - or a range of commits such as origin/master..HEAD.
            "a\0b"         | a?b cannot be the name of a file here. If it has letters that are not ASCII, set LC_ALL=C.UTF-8, or give the file by standard input, as -.
            """)
    void tells_what_is_wrong_with_a_file(String file, String words) {
        assertThatThrownBy(() -> new Mbox("git").of(file))
                .isInstanceOf(Farm.Refused.class)
                .hasMessage(words);
    }

    @Test
    void needs_git_for_commits() {
        assertThatThrownBy(() -> new Mbox("no-such-git").of("a..b"))
                .isInstanceOf(Farm.Refused.class)
                .hasMessageStartingWith(
                        "git, which makes mails of the commits in a..b, cannot be run: Cannot run program \"no-such-git\"");
    }
}
