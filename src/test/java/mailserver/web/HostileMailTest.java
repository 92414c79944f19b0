package mailserver.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTML that was made to attack whoever reads it does nothing in a real browser: no script, no request, no form, no other page. */
class HostileMailTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    @TempDir
    Path home;

    private mailserver.web.HttpServer server;
    private HttpServer elsewhere;
    private BrowserContext person;
    private Page page;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> dialogs = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        server = mailserver.web.HttpServer.start(home);
        elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            try (exchange) {
                asked.add(exchange.getRequestURI().toString());
                exchange.sendResponseHeaders(200, -1);
            } catch (IOException e) {
                // It was asked for, which is what counts.
            }
        });
        elsewhere.start();
        person = browser.person();
    }

    @AfterEach
    void stop() {
        person.close();
        elsewhere.stop(0);
        server.close();
    }

    private String far() {
        return "http://127.0.0.1:" + elsewhere.getAddress().getPort();
    }

    private Frame open(String html) {
        server.deliver("bob", """
                From: Mallory <mallory@far.example>
                To: bob@lan.example
                Subject: read me
                MIME-Version: 1.0
                Content-Type: text/html; charset=utf-8

                <p>the beginning</p>
                %s
                <p>the end</p>
                """.formatted(html.replace("FAR", far())));
        page = Browser.signIn(person, "http://127.0.0.1:" + server.port() + "/", "bob@lan.example");
        page.onDialog(dialog -> {
            dialogs.add(dialog.message());
            dialog.dismiss();
        });
        page.getByRole(AriaRole.ROW).getByRole(AriaRole.LINK).click();
        assertThat(page.frameLocator("iframe").getByText("the end")).isVisible();
        return page.frames().stream()
                .filter(frame -> frame.url().contains("/html"))
                .findFirst()
                .orElseThrow();
    }

    private void nothingHappened() {
        // What was about to happen has happened by the time that the server has answered once more.
        page.evaluate("() => fetch('/healthz').then(answer => answer.text())");
        assertEquals(List.of(), asked);
        assertEquals(List.of(), dialogs);
        assertEquals("/mail", page.url().replaceFirst("http://[^/]*", "").substring(0, 5));
        assertEquals(true, page.evaluate("() => window.pwned === undefined && document.cookie === ''"));
        assertEquals(1, person.pages().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>top.pwned = 1; fetch('FAR/script')</script>",
                "<img src=x onerror=\"fetch('FAR/onerror'); top.pwned = 1\">",
                "<body onload=\"alert(1)\"><svg onload=\"alert(2)\"><script>alert(3)</script></svg>",
                "<svg><image href='FAR/svg-image'/><use href='FAR/use#x'/><foreignObject><img src='FAR/foreign'></foreignObject></svg>",
                "<iframe src='FAR/iframe'></iframe><frameset><frame src='FAR/frame'></frameset><object data='FAR/object'></object>"
                        + "<embed src='FAR/embed'><portal src='FAR/portal'></portal>",
                "<img src='FAR/pixel.gif'><img srcset='FAR/srcset 2x'><picture><source srcset='FAR/source'><img src='FAR/in'></picture>",
                "<video src='FAR/video' poster='FAR/poster' autoplay></video><audio src='FAR/audio' autoplay></audio>"
                        + "<input type=image src='FAR/input'>",
                "<link rel=stylesheet href='FAR/css'><link rel=prefetch href='FAR/prefetch'><link rel=preconnect href='FAR'>",
                "<style>@import 'FAR/import'; body { background: url(FAR/style) } @font-face { font-family: x; src: url(FAR/font) }"
                        + " p { font-family: x }</style>",
                "<p style=\"background: url('FAR/attribute')\">x</p><p style='background:\\75\\72\\6c(FAR/escaped)'>y</p>"
                        + "<table background='FAR/background'><tr><td>z</table>",
                "<meta http-equiv=refresh content='0;url=FAR/refresh'><base href='FAR/'><img src='relative'>",
                "<form action='FAR/form' id=f><input name=a value=b></form><button form=f>x</button>"
                        + "<form action='/api/v1/session' method=post><input name=x></form>",
                "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
                "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
                "<a id=x name=x href='//FAR'></a><img name=getElementById><div id=main>overlay</div>",
                "<dialog open>x</dialog><details open ontoggle=alert(1)>y</details><marquee onstart=alert(2)>z</marquee>",
                "<template><img src='FAR/template'></template><div is=x-y slot=z>w</div><input autofocus onfocus=alert(1)>",
            })
    void nothingRunsAndNothingIsAskedFor(String html) {
        Frame frame = open(html);
        nothingHappened();
        assertEquals(
                0,
                frame.locator("script, iframe, frame, object, embed, form, input, button, svg, math, video, audio, "
                                + "link, meta[http-equiv], template, dialog, portal, [onerror], [onload], [onclick]")
                        .count());
    }

    @Test
    void aLinkLeadsWhereItSaysAndToNoScript() {
        Frame frame = open("<a href='javascript:alert(1)'>one</a> <a href=' jAvAsCrIpT&#9;:alert(1)'>two</a> "
                + "<a href='data:text/html,<script>alert(1)</script>'>three</a> <a href='vbscript:x'>four</a> "
                + "<a href='FAR/real'>www.bank.example</a> <a href='/api/v1/session'>five</a>");
        List<String> targets = frame.locator("a[href]").all().stream()
                .map(link -> link.getAttribute("href"))
                .toList();
        assertEquals(List.of(far() + "/real"), targets);
        assertEquals("noopener noreferrer nofollow", frame.locator("a[href]").getAttribute("rel"));
        assertThat(page.locator("ul.links")).containsText("It shows www.bank.example, and leads to 127.0.0.1");
        nothingHappened();
    }

    @Test
    void picturesFromElsewhereComeOnlyWhenAskedFor() {
        open("<img src='FAR/wanted.gif' width=100 height=50 alt='a map'>");
        nothingHappened();
        assertThat(page.frameLocator("iframe").getByText("[a map]")).isVisible();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Load them this once"))
                .click();
        org.awaitility.Awaitility.await().until(() -> asked.equals(List.of("/wanted.gif")));
        page.reload();
        assertThat(page.frameLocator("iframe").getByText("[a map]")).isVisible();
        assertEquals(List.of("/wanted.gif"), asked);
    }

    @Test
    void aPictureThatCameAlongIsShown() {
        server.deliver("bob", """
                From: Ann <ann@far.example>
                To: bob@lan.example
                Subject: a picture
                MIME-Version: 1.0
                Content-Type: multipart/related; boundary=b

                --b
                Content-Type: text/html

                <img src="cid:dot@x" width=40 height=40> <p>the end</p>
                --b
                Content-Type: image/png
                Content-ID: <dot@x>
                Content-Transfer-Encoding: base64

                iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==
                --b--
                """);
        page = Browser.signIn(person, "http://127.0.0.1:" + server.port() + "/", "bob@lan.example");
        page.getByRole(AriaRole.ROW).getByRole(AriaRole.LINK).click();
        assertThat(page.frameLocator("iframe").getByText("the end")).isVisible();
        Frame frame = page.frames().getLast();
        assertTrue(frame.locator("img").getAttribute("src").startsWith("data:image/png;base64,"));
        assertEquals(1, page.frameLocator("iframe").locator("img").count());
    }

    @Test
    void twoThousandNestedTablesAreShown() {
        open("<table><tr><td>".repeat(2000) + "deep" + "</table>".repeat(2000));
        nothingHappened();
    }

    @Test
    void anAttachmentOfHtmlOrSvgIsNeverAPageOfOurs() {
        server.deliver("bob", """
                From: Mallory <mallory@far.example>
                To: bob@lan.example
                Subject: files
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=b

                --b

                see
                --b
                Content-Type: text/html; name=page.html

                <script>alert(1)</script>
                --b
                Content-Type: image/svg+xml; name=picture.svg

                <svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>
                --b--
                """);
        String latest = mailserver.web.HttpServer.messages("bob") + "/latest/attachments/";
        var page0 = server.get(mailserver.web.HttpServer.BOB, latest + "0/preview");
        assertEquals(
                "text/plain; charset=utf-8",
                page0.headers().firstValue("Content-Type").orElseThrow());
        var page1 = server.get(mailserver.web.HttpServer.BOB, latest + "1/preview");
        assertEquals(415, page1.statusCode());
        for (String n : List.of("0", "1")) {
            var whole = server.get(mailserver.web.HttpServer.BOB, latest + n);
            assertTrue(whole.headers()
                    .firstValue("Content-Disposition")
                    .orElseThrow()
                    .startsWith("attachment"));
            assertTrue(whole.headers()
                    .firstValue("Content-Security-Policy")
                    .orElseThrow()
                    .contains("sandbox"));
        }
        page = Browser.signIn(person, "http://127.0.0.1:" + server.port() + "/", "bob@lan.example");
        page.getByRole(AriaRole.ROW).getByRole(AriaRole.LINK).click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Look at it"))
                .click();
        assertThat(page.getByText("<script>alert(1)</script>")).isVisible();
        assertFalse(page.content().contains("onload="));
    }

    @Test
    void whatHeadersAndNamesSayIsText() {
        server.deliver("bob", """
                From: "<img src=x onerror=alert(1)>" <mallory@far.example>
                To: bob@lan.example
                Subject: <script>alert(1)</script><b>bold</b>
                MIME-Version: 1.0
                Content-Type: application/pdf; name="<img src=x onerror=alert(2)>.pdf"
                X-Odd: </dd><script>alert(3)</script>

                x
                """);
        page = Browser.signIn(person, "http://127.0.0.1:" + server.port() + "/", "bob@lan.example");
        page.onDialog(dialog -> {
            dialogs.add(dialog.message());
            dialog.dismiss();
        });
        page.getByRole(AriaRole.ROW).getByRole(AriaRole.LINK).click();
        assertThat(page.locator("article h2")).hasText("<script>alert(1)</script><b>bold</b>");
        nothingHappened();
        assertEquals(0, page.locator("article img").count());
    }
}
