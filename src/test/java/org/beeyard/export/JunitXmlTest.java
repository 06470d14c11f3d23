package org.beeyard.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.export.ListedResults.attempt;
import static org.beeyard.export.ListedResults.subtest;
import static org.beeyard.export.ListedResults.test;
import static org.beeyard.protocol.Outcome.ERROR;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.MISSING;
import static org.beeyard.protocol.Outcome.PASS;
import static org.beeyard.protocol.Outcome.SKIP;
import static org.beeyard.protocol.Outcome.UNFIT;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.beeyard.protocol.Ending;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class JunitXmlTest {

    @Test
    void subtests_are_cases_of_their_test() throws IOException {
        String xml = xml(
                attempt(Ending.FAILED, "2/1 passed."),
                ListedResults.of(
                        test("arena", PASS, 0),
                        test("verifier_and", FAIL, 2),
                        subtest("verifier_and", "bad mask", FAIL, 2),
                        subtest("verifier_and", "good", PASS, 2),
                        test("xdp", SKIP, 0),
                        test("crashes", ERROR, 0),
                        test("later", MISSING, 0)));
        assertThat(xml).isEqualTo("""
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite name="test_progs x86_64 gcc" tests="7" failures="2" errors="2" skipped="1" time="0.100" timestamp="2026-02-24T10:00:01Z" hostname="host1">
                <properties><property name="attempt" value="12"/><property name="arch" value="x86_64"/><property name="compiler" value="gcc"/><property name="accelerator" value="kvm"/><property name="sentence" value="2/1 passed."/></properties>
                <testcase classname="test_progs" name="arena" time="0.020"></testcase>
                <testcase classname="test_progs" name="verifier_and" time="0.020"><failure type="FAIL" message="verifier_and says why">verifier_and says why</failure></testcase>
                <testcase classname="test_progs.verifier_and" name="bad mask"><failure type="FAIL" message="expected: 1">expected: 1
                actual: &lt;0&gt;</failure></testcase>
                <testcase classname="test_progs.verifier_and" name="good"></testcase>
                <testcase classname="test_progs" name="xdp" time="0.020"><skipped message="xdp says why"/></testcase>
                <testcase classname="test_progs" name="crashes" time="0.020"><error type="ERROR" message="It began and did not end.">crashes says why</error></testcase>
                <testcase classname="test_progs" name="later" time="0.020"><error type="MISSING" message="It was expected and never reported.">later says why</error></testcase>
                </testsuite>
                """);
    }

    @Test
    void what_does_not_fit_the_kernel_is_skipped_and_explains_the_end() throws IOException {
        assertThat(xml(attempt(Ending.FAILED, "0/0 passed."), ListedResults.of(test("newer", UNFIT, 0))))
                .contains(
                        "tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"1\"",
                        "<skipped message=\"newer says why\"/>");
    }

    @Test
    void an_attempt_that_died_before_its_first_test_is_not_green() throws IOException {
        assertThat(xml(attempt(Ending.ERROR, "No kernel came up."), ListedResults.of()))
                .contains("tests=\"1\" failures=\"0\" errors=\"1\"")
                .contains(
                        "<testcase classname=\"beeyard\" name=\"test_progs x86_64 gcc\"><error type=\"ERROR\" message=\"No kernel came up.\">No kernel came up.</error></testcase>");
        assertThat(xml(attempt(Ending.FAILED, "The kernel panicked."), ListedResults.of(test("arena", PASS, 0))))
                .contains("tests=\"2\" failures=\"1\" errors=\"0\"");
    }

    @Test
    void any_name_gives_a_document_that_can_be_read() throws Exception {
        String hostile = "\"'<&>]]>\u0000\u0001\u001b[31m\r\n\t\uFFFE\uD83D\uDC1D\u0085";
        String xml = xml(attempt(Ending.FAILED, hostile), ListedResults.of(test(hostile, FAIL, 0)));
        Element root = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
        Element testcase = (Element) root.getElementsByTagName("testcase").item(0);
        assertThat(testcase.getAttribute("name"))
                .isEqualTo("\"'<&>]]>\uFFFD\uFFFD\uFFFD[31m\uFFFD  \uFFFD\uD83D\uDC1D\u0085");
        assertThat(testcase.getTextContent()).startsWith("\"'<&>]]>").endsWith(" says why");
    }

    private static String xml(EndedAttempt attempt, Results results) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JunitXml.write(attempt, results, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
