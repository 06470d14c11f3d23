package org.beeyard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people do in a browser, in a real one. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class FlowsTest {

    private static Playwright playwright;
    private static Browser browser;
    private static int named;

    @ConfigProperty(name = "beeyard.home")
    Path home;

    private final List<String> complaints = new ArrayList<>();
    private final PlayedRuns runs = new PlayedRuns();
    private Page page;

    @BeforeAll
    static void start() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions().setExecutablePath(Path.of("src/test/browser/chromium")));
    }

    @AfterAll
    static void stop() {
        playwright.close();
    }

    @BeforeEach
    void open() {
        page = tab(Map.of());
    }

    /** Whatever a flow does, the pages load nothing from elsewhere, and nothing in them is refused or fails. */
    @AfterEach
    void nothing_was_complained_of() {
        page.context().close();
        assertThat(complaints).isEmpty();
    }

    @Test
    void the_list_of_series_is_filtered_and_the_filter_is_in_the_address() {
        String name = "filtered" + ++named;
        long base = runs.base(runs.tree(name), commit());
        runs.ofBase(base, test("steady", PASS));
        runs.ofSeries(base, runs.series(base, name + " good"), List.of(test("steady", PASS)), List.of());
        runs.ofSeries(
                base, runs.series(base, name + " bad"), List.of(test("steady", FAIL)), List.of(test("steady", FAIL)));
        go("/series");
        page.getByLabel("Words").fill(name);
        page.getByLabel("Verdict").selectOption("FAILED");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show"))
                .click();
        assertThat(page).hasURL(Pattern.compile("q=" + name + ".*verdict=FAILED"));
        assertThat(page.locator("main")).containsText(name + " bad");
        assertThat(page.locator("main")).not().containsText(name + " good");
    }

    @Test
    void from_a_failed_series_to_what_broke_since_when_and_how_often() {
        String name = "broken" + ++named;
        long base = runs.base(runs.tree(name), commit());
        runs.ofBase(base, test("steady", PASS));
        long series = runs.series(base, name);
        runs.ofSeries(base, series, List.of(test("steady", FAIL)), List.of(test("steady", FAIL)));
        go("/series/" + series);
        assertThat(page.locator("p.verdict").first()).containsText("1 new failure in 1 test: steady.");
        page.getByText("steady", new Page.GetByTextOptions().setExact(true))
                .first()
                .click();
        assertThat(page.locator("pre").first()).containsText("steady says why");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("history"))
                .first()
                .click();
        assertThat(page.locator("h1")).hasText("steady");
        assertThat(page.locator("table.lines")).containsText(name);
    }

    @Test
    void a_run_moves_by_itself_and_is_retested_with_a_button() {
        String name = "moving " + ++named;
        int series = IdleFarm.submitted(IdleFarm.mail("[PATCH test] demo: " + name, "one", name));
        go("/series/" + series);
        page.waitForCondition(() -> {
            page.reload();
            return page.locator("a[href^='/runs/']").count() > 0;
        });
        page.locator("a[href^='/runs/']").first().click();
        assertThat(page.locator("p.verdict")).not().containsText("cancelled");
        String run = page.url().replaceFirst(".*/runs/", "");
        page.evaluate("window.untouched = true");
        given().accept("application/json")
                .post("/api/v1/runs/" + run + "/cancel")
                .then()
                .statusCode(200);
        assertThat(page.locator("p.verdict")).containsText("Cancelled: stopped by hand.");
        assertThat(page.evaluate("window.untouched")).isEqualTo(true);
        page.reload();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("Retest all")))
                .click();
        assertThat(page).hasURL(Pattern.compile("/(series|runs)/\\d+"));
        assertThat(page.locator("main")).containsText(name);
    }

    @Test
    void home_shows_a_series_that_comes_while_one_looks() {
        String name = "arriving " + ++named;
        go("/");
        page.evaluate("window.untouched = true");
        IdleFarm.submitted(IdleFarm.mail("[PATCH test] demo: " + name, "one", name));
        assertThat(page.locator("main"))
                .containsText("demo: " + name, new LocatorAssertions.ContainsTextOptions().setTimeout(20_000));
        assertThat(page.evaluate("window.untouched")).isEqualTo(true);
    }

    @Test
    void the_keyboard_stays_where_it_was_while_home_moves() {
        String name = "focus " + ++named;
        long base = runs.base(runs.tree(name), commit());
        runs.ofBase(base, test("steady", PASS));
        long series = runs.series(base, name);
        runs.ofSeries(base, series, List.of(test("steady", PASS)), List.of());
        go("/");
        page.locator("#s" + series).focus();
        IdleFarm.submitted(IdleFarm.mail("[PATCH test] demo: beside " + name, "one", name));
        assertThat(page.locator("main"))
                .containsText("beside " + name, new LocatorAssertions.ContainsTextOptions().setTimeout(20_000));
        assertThat(page.locator("#s" + series)).isFocused();
    }

    @Test
    void the_keyboard_stays_on_a_job_while_its_run_moves() {
        String name = "job in focus " + ++named;
        long base = runs.base(runs.tree(name), commit());
        runs.ofBase(base, test("steady", PASS));
        long run = runs.queued(base, runs.series(base, name));
        go("/runs/" + run);
        page.locator("a[id^='j']").focus();
        given().accept("application/json")
                .post("/api/v1/runs/" + run + "/cancel")
                .then()
                .statusCode(200);
        assertThat(page.locator("p.verdict")).containsText("Cancelled: stopped by hand.");
        assertThat(page.locator("a[id^='j']")).isFocused();
    }

    @Test
    void who_is_elsewhere_signs_in_before_acting() throws IOException {
        page.context().close();
        page = tab(Map.of("X-Forwarded-For", "203.0.113.5"));
        String name = "signed" + ++named;
        long base = runs.base(runs.tree(name), commit());
        long run = runs.ofBase(base, test("steady", PASS));
        go("/runs/" + run);
        assertThat(page.getByText("Retest all")).hasCount(0);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        page.getByLabel("admin token")
                .fill(Files.readString(home.resolve("admin-token")).strip());
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        assertThat(page).hasURL(Pattern.compile("/runs/" + run + "$"));
        assertThat(page.getByText("Retest all")).isVisible();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                .click();
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sign in")))
                .isVisible();
    }

    @Test
    void a_log_opens_at_its_first_error_and_is_searched() throws IOException {
        StoredLogs logs = new StoredLogs();
        long attempt = logs.attempt(logs.job("FAILED"), 1, "FAILED", Instant.now(), Instant.now());
        String words = "##[step] running test_progs\n" + "a line of many\n".repeat(3000) + "#7 needle <b>:FAIL\n"
                + "and more\n".repeat(3000);
        logs.append(attempt, words.getBytes(StandardCharsets.UTF_8), Instant.now());
        go("/attempts/" + attempt + "/log");
        assertThat(page).hasURL(Pattern.compile("#L3002$"));
        assertThat(page.locator("#L3002")).isInViewport();
        page.getByLabel("Find in all lines").fill("NEEDLE <b>");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Find"))
                .click();
        assertThat(page.locator("mark")).hasText("needle <b>");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("3002"))
                .click();
        assertThat(page.locator("#L3002")).containsText("#7 needle <b>:FAIL");
    }

    @Test
    void a_log_grows_while_one_looks() throws IOException {
        StoredLogs logs = new StoredLogs();
        long attempt = logs.attempt(logs.job("QUEUED"), 1, "QUEUED", Instant.now(), null);
        logs.append(attempt, "##[step] booting\nthe first\n".getBytes(StandardCharsets.UTF_8), Instant.now());
        go("/attempts/" + attempt + "/log");
        assertThat(page.locator(".log")).containsText("the first");
        logs.append(attempt, "the second\n".getBytes(StandardCharsets.UTF_8), Instant.now());
        assertThat(page.locator(".log")).containsText("the second");
        logs.end(attempt, "PASSED");
    }

    private static String commit() {
        return "%040x".formatted(named);
    }

    private Page tab(Map<String, String> headers) {
        Page tab = browser.newContext(new Browser.NewContextOptions().setExtraHTTPHeaders(headers))
                .newPage();
        tab.onConsoleMessage(message -> complaints.add(message.type() + ": " + message.text()));
        tab.onPageError(complaints::add);
        tab.onRequest(request -> {
            if (!request.url().startsWith(farm())) {
                complaints.add("asks for " + request.url());
            }
        });
        return tab;
    }

    private void go(String path) {
        page.navigate(farm() + path);
    }

    private static String farm() {
        return "http://127.0.0.1:" + RestAssured.port;
    }
}
