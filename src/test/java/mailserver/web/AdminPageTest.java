package mailserver.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mailserver.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An administrator at the page: a peer that is away and comes back, orders, journeys, plots. */
class AdminPageTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    @TempDir
    Path home;

    @TempDir
    Path farHome;

    private int farPort;
    private HttpServer server;
    private TestServer far;
    private BrowserContext person;
    private Page page;

    @BeforeEach
    void start() throws Exception {
        try (var free = new ServerSocket(0)) {
            farPort = free.getLocalPort();
        }
        server = HttpServer.start(
                home,
                () -> far == null ? List.of() : List.of(far.server()),
                "[peers]",
                "\"far.example\" = \"127.0.0.1:" + farPort + "\"");
        person = browser.person();
        page = Browser.signIn(person, base(), "postmaster@lan.example");
    }

    @AfterEach
    void stop() {
        person.close();
        server.close();
        if (far != null) {
            far.close();
        }
    }

    private String base() {
        return "http://127.0.0.1:" + server.port() + "/";
    }

    private String send(String to) {
        return HttpServer.object(server.post(
                        HttpServer.POSTMASTER,
                        "/api/v1/messages",
                        "{\"to\":[\"" + to + "\"],\"subject\":\"a test\",\"text\":\"x\"}"))
                .get("queue_id")
                .getAsString();
    }

    /** The peer is back, at the port where it is expected. */
    private void startFar() throws IOException {
        far = TestServer.start(farHome, "far.example");
        far.close();
        Path configuration = farHome.resolve("etc/mailserver.toml");
        Files.writeString(
                configuration,
                Files.readString(configuration)
                        .replace(
                                "[smtp]\nlisten = [\"127.0.0.1:0\"]",
                                "[smtp]\nlisten = [\"127.0.0.1:" + farPort + "\"]"));
        far.start();
    }

    private Locator row(String id) {
        return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(id));
    }

    private void order(String name, String id) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name + " " + id))
                .click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Yes, do it"))
                .click();
    }

    @Test
    void aPeerComesBackAndItsMailGoes() throws Exception {
        String id = send("alice@far.example");
        page.navigate(base() + "queue");
        assertThat(row(id)).containsText("refuses connections");
        assertThat(row(id)).containsText("next try in");
        assertThat(page.locator(".card.bad")).containsText("down since");
        startFar();
        order("Retry", id);
        assertThat(page.getByText("Nothing waits.")).isVisible();
        await().until(() -> far.mail("far.example", "alice").size() == 1);
    }

    @Test
    void mailIsHeldReleasedReturnedAndRemoved() {
        String one = send("alice@far.example");
        String two = send("bob@far.example");
        page.navigate(base() + "queue");
        order("Hold", one);
        assertThat(row(one)).containsText("held");
        page.getByLabel("Show").selectOption("held");
        assertThat(row(two)).hasCount(0);
        order("Release", one);
        assertThat(page.getByText("Nothing that waits fits this filter.")).isVisible();
        page.getByLabel("Show").selectOption("all");
        page.getByLabel("Filter by id, sender or recipient").fill("bob@");
        assertThat(row(one)).hasCount(0);
        order("Bounce", two);
        page.getByLabel("Filter by id, sender or recipient").fill("");
        assertThat(row(two)).hasCount(0);
        order("Remove", one);
        assertThat(page.getByText("Nothing waits.")).isVisible();
        page.navigate(base() + "mail");
        page.getByRole(AriaRole.ROW).first().getByRole(AriaRole.LINK).click();
        assertThat(page.locator("article")).containsText("bob@far.example");
        await().until(() -> server.mail.queued().isEmpty());
    }

    @Test
    void anOrderIsAskedAboutAndCanBeCalledOff() {
        String id = send("alice@far.example");
        page.navigate(base() + "queue");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Remove " + id))
                .click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("nobody is told");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Cancel"))
                .click();
        assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
        assertEquals(200, server.get("/api/v1/queue/" + id).statusCode());
    }

    @Test
    void aDomainIsPausedAndResumedAndExplained() {
        String id = send("alice@far.example");
        page.navigate(base() + "queue");
        page.getByLabel("Pause a domain").fill("far.example");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Pause").setExact(true))
                .click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Yes, do it"))
                .click();
        assertThat(row(id)).containsText("paused");
        page.getByLabel("Recipient", new Page.GetByLabelOptions().setExact(true))
                .fill("alice@far.example");
        page.getByLabel("Sender (may be empty)").fill("bob@lan.example");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Explain"))
                .click();
        assertThat(page.locator("pre.text")).containsText("the domain is paused");
        assertThat(page.locator("pre.text")).containsText("a stranger");
        page.getByLabel("Pause a domain").fill("far.example");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Resume").setExact(true))
                .click();
        assertThat(row(id)).not().containsText("paused");
    }

    @Test
    void aMessageIsFollowedFromServerToServer() throws Exception {
        startFar();
        page.navigate(base() + "journey");
        assertThat(page.locator(".picture")).containsText("mail.far.example");
        assertThat(page.locator(".picture")).containsText("mail.lan.example");
        String id = send("alice@far.example");
        assertThat(page.getByRole(AriaRole.LISTITEM).filter(new Locator.FilterOptions().setHasText("relayed")))
                .containsText("250 2.0.0 Ok: queued as");
        assertThat(page.locator(".picture")).containsText("delivered 1");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(id))
                .first()
                .click();
        assertThat(page.locator(".station")).hasCount(2);
        Locator picture = page.locator(".picture svg");
        assertThat(picture).containsText("mail.lan.example");
        assertThat(picture).containsText("mail.far.example");
        assertThat(picture).containsText("alice@far.example");
        assertThat(picture).containsText("TLSv1.3");
        Locator line = page.locator(".lines li.client")
                .filter(new Locator.FilterOptions().setHasText("RCPT TO:<alice@far.example>"))
                .first();
        line.hover();
        assertThat(line.locator(".why")).containsText("RFC 5321 §4.1.1.3");
        assertTrue((boolean) line.locator(".why").evaluate("why => why.offsetHeight > 10"));
    }

    @Test
    void whoIsNoAdministratorSeesTheWayThatTheHeadersTell() {
        server.deliver("bob", "From: Ann <ann@far.example>\nTo: bob@lan.example\nSubject: hello\n\nx\n");
        try (BrowserContext other = browser.person()) {
            Page bob = Browser.signIn(other, base(), "bob@lan.example");
            bob.getByRole(AriaRole.ROW).getByRole(AriaRole.LINK).click();
            bob.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Journey"))
                    .click();
            assertThat(bob.locator(".events li")).containsText("by mail.lan.example");
            assertThat(bob.locator(".lines")).hasCount(0);
        }
    }

    @Test
    void theServerIsPlottedAndSaysWhatToDo() throws Exception {
        send("alice@far.example");
        page.navigate(base() + "server");
        assertThat(page.locator(".charts canvas")).hasCount(7);
        assertThat(page.locator(".charts")).containsText("accepted 1");
        assertThat(page.locator(".findings").first()).containsText("What to do:");
        assertThat(page.getByText("TLSv")).hasCount(0);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Month"))
                .click();
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Month")))
                .hasAttribute("aria-pressed", "true");
        // What happened before a restart is still there after it.
        server.restart(server.port());
        page.navigate(base() + "server");
        assertThat(page.locator(".charts")).containsText("accepted 1");
    }
}
