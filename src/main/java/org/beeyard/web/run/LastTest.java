package org.beeyard.web.run;

import jakarta.ws.rs.QueryParam;
import org.beeyard.history.TestName;
import org.beeyard.web.Links;
import org.jspecify.annotations.Nullable;

/** Of the URL of a list of tests: the last row of the page before, as far as it is a test of a job. */
class LastTest {

    @QueryParam("suite")
    @Nullable
    String suite;

    @QueryParam("test")
    @Nullable
    String test;

    @QueryParam("subtest")
    @Nullable
    String subtest;

    @QueryParam("job")
    @Nullable
    String job;

    TestName name() {
        return new TestName(or(suite), or(test), or(subtest));
    }

    String jobName() {
        return or(job);
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** For the link to the page after this row. */
    static String query(TestName test, String job) {
        return "&suite=" + Links.encoded(test.suite()) + "&test=" + Links.encoded(test.test()) + "&subtest="
                + Links.encoded(test.subtest()) + "&job=" + Links.encoded(job);
    }
}
