package org.beeyard.series.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "A Name <a@example.org>        | A Name <a@example.org>",
                "\"Name, A.\" <a@example.org>  | Name, A. <a@example.org>",
                "\"A \\\"B\\\" C\" <a@example.org> | A \"B\" C <a@example.org>",
                "<a@example.org>               | a@example.org <a@example.org>",
                "\"\" <a@example.org>          | a@example.org <a@example.org>",
                "A <old@b> <a@example.org>     | A old@b <a@example.org>",
                "A<a@example.org>              | A <a@example.org>",
                "a@example.org (A Name)        | A Name <a@example.org>",
                "a@example.org                 | a@example.org <a@example.org>",
                "Nobody at all                 | Nobody at all <Nobodyatall>",
                "A <a b@example.org>           | A a b@example.org <Aab@example.org>",
                "A <>                          | A <A>",
            })
    void names_people_as_mails_do(String text, String author) {
        assertThat(Address.parse(text)).hasToString(author);
    }

    @Test
    void reads_no_more_than_anybody_is_called() {
        assertThat(Address.parse("x".repeat(5000)).name()).hasSize(1000);
    }
}
