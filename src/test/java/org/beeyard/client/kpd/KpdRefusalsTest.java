package org.beeyard.client.kpd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be imported, and what is said of it. */
class KpdRefusalsTest {

    @TempDir
    Path folder;

    private Importing importing;

    @BeforeEach
    void begin() {
        importing = new Importing(folder);
    }

    @Test
    void tells_all_that_is_missing_or_wrong_at_once() throws IOException {
        assertThat(importing.run("""
                        {
                          "version": 3,
                          "patchwork": {"server": "https://patchwork.example.org", "project": 5, "lookback": "long"},
                          "email": {"host": "", "user": "me", "ignore_allowlist": "yes", "to": [{}]},
                          "tag_to_branch_mapping": {"bpf": ["bpf", "bpf-old"]},
                          "branches": {"bpf": {"upstream": "https://git.example.org/bpf.git"}, "net": null}
                        }
                        """)).isEqualTo(2);
        assertThat(importing.printed()).isEmpty();
        assertThat(importing.said()).isEqualTo("""
                beeyard: FILE is no configuration of KPD that can be imported:
                  branches.net: is missing.
                  branches.bpf.ci_repo: is missing.
                  branches.bpf.ci_branch: is missing.
                  tag_to_branch_mapping.bpf: there is no bpf-old under branches.
                  patchwork.server: must be a host, such as patchwork.kernel.org.
                  patchwork.search_patterns: is missing.
                  patchwork.project: must be text.
                  patchwork.lookback: must be a whole number.
                  email.host: must be text.
                  email.from: is missing.
                  email.to: must be a list of words.
                  email.ignore_allowlist: must be true or false.
                """);
    }

    @Test
    void does_not_ask_for_the_keys_of_what_is_not_there() throws IOException {
        assertThat(importing.run("{\"version\": 3, \"email\": [], \"branches\": {}}"))
                .isEqualTo(2);
        assertThat(importing.said()).isEqualTo("""
                beeyard: FILE is no configuration of KPD that can be imported:
                  branches: must name one branch at least.
                  tag_to_branch_mapping: is missing.
                  patchwork: is missing.
                  email: must be an object.
                """);
    }

    @Test
    void takes_no_other_version() throws IOException {
        assertThat(importing.run("{\"version\": 2}")).isEqualTo(2);
        assertThat(importing.run("[]")).isEqualTo(2);
        assertThat(importing.said()).isEqualTo("""
                beeyard: FILE is no configuration of KPD that can be imported:
                  version: is 2; only version 3 is understood.
                beeyard: FILE is no configuration of KPD that can be imported:
                  version: is missing; only version 3 is understood.
                """);
    }

    @Test
    void says_where_a_file_is_no_json_and_does_not_quote_it() throws IOException {
        assertThat(importing.run("{\n  \"version\": secret }")).isEqualTo(2);
        assertThat(importing.run("{} {}")).isEqualTo(2);
        assertThat(importing.run("")).isEqualTo(2);
        assertThat(importing.printed()).isEmpty();
        assertThat(importing.said()).isEqualTo("""
                beeyard: FILE is no JSON at line 2, column 14.
                beeyard: FILE is no JSON at line 1, column 4.
                beeyard: FILE is no JSON: it is empty.
                """);
    }

    @Test
    void says_that_a_file_cannot_be_read() {
        assertThat(importing.of(folder.resolve("nothing").toString())).isEqualTo(2);
        assertThat(importing.of(folder.toString())).isEqualTo(2);
        assertThat(importing.said().replace(folder.toString(), "FOLDER")).isEqualTo("""
                beeyard: there is no file FOLDER/nothing.
                beeyard: FOLDER cannot be read: Is a directory.
                """);
    }
}
