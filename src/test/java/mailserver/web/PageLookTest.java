package mailserver.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every page can be used by everybody (WCAG 2.2), at every width, in light and dark, and loads nothing from elsewhere. */
class PageLookTest {
    private static final List<String> PAGES = List.of("write", "queue", "server", "journey", "setup", "journey/ID");
    private static final int MOST_OCTETS = 300_000;

    @RegisterExtension
    static final Browser browser = new Browser();

    @TempDir
    Path home;

    private HttpServer server;
    private String queued;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.start(home, "[peers]", "\"far.example\" = \"127.0.0.1:1\"");
        server.deliver("postmaster", """
                From: Ann <ann@far.example>
                To: postmaster@lan.example
                Subject: a letter
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/html

                <p>hello <a href="https://far.example/">there</a></p><img src="https://far.example/x.png" width=50>
                --b
                Content-Type: text/plain; name=list.txt

                one
                --b--
                """);
        queued = HttpServer.object(server.post(
                        HttpServer.POSTMASTER, "/api/v1/messages", "{\"to\":[\"ann@far.example\"],\"text\":\"x\"}"))
                .get("queue_id")
                .getAsString();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String base() {
        return "http://127.0.0.1:" + server.port() + "/";
    }

    private static void isFitForAll(Page page, String where) {
        List<String> found = new AxeBuilder(page)
                .exclude("iframe").analyze().getViolations().stream()
                        .map(rule -> where + ": " + rule.getId() + " " + rule.getNodes())
                        .toList();
        assertEquals(List.of(), found);
        Object wider = page.evaluate("() => document.documentElement.scrollWidth > innerWidth + 1");
        assertEquals(false, wider, where + " is wider than the window");
    }

    @ParameterizedTest
    @CsvSource({"360, 740, false", "1280, 800, false", "1280, 800, true", "2560, 1440, false"})
    void everyPageIsFitForEverybody(int width, int height, boolean dark) {
        try (BrowserContext person = browser.person(width, height, dark)) {
            Page first = person.newPage();
            first.navigate(base());
            first.getByLabel("Password").waitFor();
            isFitForAll(first, "sign-in");
            Page page = Browser.signIn(person, base(), "postmaster@lan.example");
            assertThat(page.getByText("a letter")).isVisible();
            isFitForAll(page, "inbox");
            page.getByRole(AriaRole.ROW).getByRole(AriaRole.LINK).click();
            assertThat(page.frameLocator("iframe").getByText("hello")).isVisible();
            isFitForAll(page, "message");
            for (String path : PAGES) {
                page.navigate(base() + path.replace("ID", queued));
                page.locator("main h1").first().waitFor();
                switch (path) {
                    case "queue" -> page.locator("table.queue td").first().waitFor();
                    case "server" -> page.locator(".charts canvas").first().waitFor();
                    case "setup" -> page.locator("table td").first().waitFor();
                    case "journey/ID" -> page.locator(".station").first().waitFor();
                    default -> {}
                }
                isFitForAll(page, path);
            }
        }
    }

    @Test
    void everythingIsReachedByKeyboardAlone() {
        try (BrowserContext person = browser.person()) {
            Page page = Browser.signIn(person, base(), "postmaster@lan.example");
            assertThat(page.getByText("a letter")).isVisible();
            Set<String> reached = new TreeSet<>();
            for (int i = 0; i < 40; i++) {
                page.keyboard().press("Tab");
                reached.add(
                        String.valueOf(
                                page.evaluate(
                                        "() => (document.activeElement.getAttribute('aria-label') || document.activeElement.textContent).trim()")));
            }
            for (String name : List.of(
                    "Mail",
                    "Queue",
                    "Server",
                    "Journey",
                    "Set-up",
                    "Light or dark",
                    "Sign out",
                    "Write",
                    "Inbox1",
                    "Drafts",
                    "Sent",
                    "Trash",
                    "Search in this folder",
                    "Select the message from Ann")) {
                assertTrue(reached.contains(name), name + " is not among " + reached);
            }
        }
    }

    @Test
    void nothingIsLoadedFromElsewhereAndAllOfItIsSmall() {
        try (BrowserContext person = browser.person()) {
            Set<String> hosts = new TreeSet<>();
            person.onRequest(request -> hosts.add(request.url().replaceFirst("^(https?://[^/]*).*", "$1/")));
            Page page = Browser.signIn(person, base(), "postmaster@lan.example");
            for (String path : PAGES) {
                page.navigate(base() + path.replace("ID", queued));
                page.locator("main h1").first().waitFor();
            }
            page.navigate(base() + "server");
            page.locator(".charts canvas").first().waitFor();
            assertEquals(Set.of(base()), hosts);
        }
        int all = 0;
        for (String part : List.of(
                "page.css",
                "icon.svg",
                "main.js",
                "api.js",
                "dom.js",
                "texts.js",
                "signin.js",
                "mail.js",
                "list.js",
                "actions.js",
                "search.js",
                "message.js",
                "write.js",
                "queue.js",
                "server.js",
                "journey.js",
                "protocol.js",
                "setup.js",
                "uplot.js",
                "uplot.css")) {
            HttpResponse<String> response = server.send(server.request("/assets/" + part));
            assertEquals(200, response.statusCode(), part);
            all += response.body().length();
        }
        assertTrue(all < MOST_OCTETS, all + " octets");
    }

    @Test
    void thePolicyLetsNothingInAndAnUpdateIsSeen() {
        HttpResponse<String> page = server.send(server.request("/"));
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self';"), policy);
        assertTrue(policy.contains("frame-ancestors 'none'"), policy);
        assertTrue(!policy.contains("unsafe"), policy);
        String tag = page.headers().firstValue("ETag").orElseThrow();
        assertEquals(
                304,
                server.send(server.request("/").header("If-None-Match", tag)).statusCode());
        assertEquals(404, server.send(server.request("/assets/none.js")).statusCode());
        assertEquals(
                404, server.send(server.request("/assets/..%2Fopenapi.json")).statusCode());
        assertEquals(404, server.send(server.request("/assets/index.htm")).statusCode());
    }
}
