package mailserver.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A person at the page, step by step, while others send mail, read it by POP3 and look at the files. */
class PageTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    @TempDir
    Path home;

    private HttpServer server;
    private BrowserContext person;
    private Page page;
    private final List<String> faults = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.start(home, "[peers]", "\"far.example\" = \"127.0.0.1:1\"");
        person = browser.person();
        person.onWebError(error -> faults.add(error.error()));
    }

    @AfterEach
    void stop() {
        person.close();
        server.close();
        assertEquals(List.of(), faults, "the page's script failed");
    }

    private void signIn(String user) {
        page = Browser.signIn(person, base(), user + "@lan.example");
    }

    private String base() {
        return "http://127.0.0.1:" + server.port() + "/";
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator row(String subject) {
        return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(subject));
    }

    private void open(String subject) {
        row(subject).getByRole(AriaRole.LINK).click();
        assertThat(page.locator("article h2")).hasText(subject);
    }

    private static String message(String subject, String text) {
        return "From: Ann Baker <ann@far.example>\nTo: bob@lan.example\nSubject: " + subject + "\n\n" + text + "\n";
    }

    private List<String> files(String folder) throws Exception {
        Path place = home.resolve("maildir/lan.example/bob").resolve(folder);
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void mailIsThereAsSoonAsARealClientHasSentIt() throws Exception {
        signIn("bob");
        assertThat(page.getByText("No mail yet")).isVisible();
        server.deliver("bob", message("the first", "hello"));
        assertThat(row("the first")).isVisible();
        assertThat(page).hasTitle("(1) Inbox – bob@lan.example");
        open("the first");
        assertThat(page.locator("article pre.text").first()).hasText("hello\n");
        // As mutt does it: what was read lies in cur/ and has the flag S.
        await().until(() -> files("cur").stream().anyMatch(name -> name.endsWith(":2,S")));
        assertEquals(List.of(), files("new"));
        assertThat(page).hasTitle("Inbox – bob@lan.example");
    }

    @Test
    void whatIsDeletedGoesToTheTrashAndComesBack() throws Exception {
        server.deliver("bob", message("one", "x"));
        server.deliver("bob", message("two", "x"));
        String id = server.get(HttpServer.BOB, HttpServer.messages("bob") + "/latest")
                .body();
        signIn("bob");
        open("two");
        page.keyboard().press("#");
        assertThat(row("two")).hasCount(0);
        assertEquals(1, files(".Trash/cur").size());
        button("Undo").click();
        assertThat(row("two")).isVisible();
        assertEquals(0, files(".Trash/cur").size());
        assertEquals(
                HttpServer.object(server.get(HttpServer.BOB, HttpServer.messages("bob") + "/latest"))
                        .get("id"),
                com.google.gson.JsonParser.parseString(id).getAsJsonObject().get("id"));
        row("one").getByRole(AriaRole.CHECKBOX).check();
        button("Delete").click();
        assertThat(row("one")).hasCount(0);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Trash"))
                .click();
        assertThat(row("one")).isVisible();
        button("Empty the trash").click();
        button("Yes, do it").click();
        assertThat(page.getByText("The trash is empty.")).isVisible();
        assertEquals(List.of(), files(".Trash/new"));
    }

    @Test
    void keysMoveThroughTheListAsInOtherMailPrograms() throws Exception {
        for (String subject : List.of("one", "two", "three")) {
            server.deliver("bob", message(subject, "x"));
        }
        signIn("bob");
        assertThat(row("one")).isVisible();
        page.keyboard().press("j");
        page.keyboard().press("j");
        page.keyboard().press("Enter");
        assertThat(page.locator("article h2")).hasText("two");
        page.keyboard().press("j");
        assertThat(page.locator("article h2")).hasText("one");
        page.keyboard().press("s");
        await().until(() -> files("cur").stream().anyMatch(name -> name.endsWith(":2,FS")));
        page.keyboard().press("u");
        assertThat(page.locator("article")).hasCount(0);
        page.keyboard().press("?");
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("next, previous message");
        page.keyboard().press("Escape");
        page.keyboard().press("/");
        assertThat(page.getByLabel("Search in this folder")).isFocused();
    }

    @Test
    void aSearchFindsBySenderSubjectTextAndAttachment() throws Exception {
        server.deliver("bob", message("apples", "about pears"));
        server.deliver("bob", message("plums", "nothing else"));
        server.deliver("bob", """
                From: Carl <carl@far.example>
                To: bob@lan.example
                Subject: scan
                Content-Type: multipart/mixed; boundary=b

                --b

                see it
                --b
                Content-Type: application/pdf; name=scan.pdf

                x
                --b--
                """);
        signIn("bob");
        search("plum");
        assertThat(row("plums")).isVisible();
        assertThat(row("apples")).hasCount(0);
        search("text:pears");
        assertThat(row("apples")).isVisible();
        assertThat(row("plums")).hasCount(0);
        search("has:attachment");
        assertThat(row("scan")).isVisible();
        assertThat(row("apples")).hasCount(0);
        search("from:carl subject:scan");
        assertThat(page.getByText("1 message found")).isVisible();
        search("nonesuch");
        assertThat(page.getByText("Nothing found.")).isVisible();
        page.getByLabel("Search in this folder").fill("");
        page.getByLabel("Search in this folder").press("Escape");
        assertThat(row("plums")).isVisible();
    }

    private void search(String words) {
        page.getByLabel("Search in this folder").fill(words);
        page.getByLabel("Search in this folder").press("Enter");
    }

    @Test
    void whatIsWrittenWithAnAttachmentIsReceivedByPop3() throws Exception {
        signIn("bob");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Write"))
                .click();
        page.getByLabel("To", new Page.GetByLabelOptions().setExact(true)).fill("Alice <alice@lan.example>");
        page.getByLabel("Bcc").fill("postmaster@lan.example");
        page.getByLabel("Subject").fill("Grüße");
        page.getByLabel("Text", new Page.GetByLabelOptions().setExact(true)).fill("Hello Alice,\n\n.\nfrom the page");
        page.getByLabel("Attach files")
                .setInputFiles(new FilePayload("Bücher.txt", "text/plain", "a list".getBytes(StandardCharsets.UTF_8)));
        button("Send").click();
        assertThat(page.getByText("On its way.")).isVisible();
        Message received = pop3("alice");
        assertEquals("Grüße", received.getSubject());
        assertEquals(null, received.getHeader("Bcc"));
        Multipart parts = (Multipart) received.getContent();
        assertTrue(parts.getBodyPart(0).getContent().toString().contains("\r\n.\r\nfrom the page"));
        assertEquals("Bücher.txt", parts.getBodyPart(1).getFileName());
        assertEquals("a list", parts.getBodyPart(1).getContent());
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sent"))
                .click();
        open("Grüße");
        assertThat(page.locator("dl.headers")).containsText("postmaster@lan.example");
        assertEquals(
                received.getHeader("Message-ID")[0],
                page.locator("dl.headers dt:text-is('Message-ID') + dd").textContent());
    }

    private Message pop3(String user) throws Exception {
        Store store = Session.getInstance(new Properties()).getStore("pop3");
        store.connect("127.0.0.1", server.mail.pop3Port(), user + "@lan.example", "secret");
        Folder inbox = store.getFolder("INBOX");
        inbox.open(Folder.READ_ONLY);
        return inbox.getMessage(1);
    }

    @Test
    void anAnswerQuotesAndNamesWhatItAnswers() throws Exception {
        server.deliver("bob", """
                From: Alice <alice@lan.example>
                To: bob@lan.example, Carl <postmaster@lan.example>
                Subject: plan
                Message-ID: <plan@lan.example>
                References: <before@lan.example>

                What do you think?
                """);
        signIn("bob");
        open("plan");
        page.keyboard().press("a");
        assertThat(page.getByLabel("To", new Page.GetByLabelOptions().setExact(true)))
                .hasValue("Alice <alice@lan.example>");
        assertThat(page.getByLabel("Cc", new Page.GetByLabelOptions().setExact(true)))
                .hasValue("postmaster@lan.example");
        assertThat(page.getByLabel("Subject")).hasValue("Re: plan");
        page.getByLabel("Text", new Page.GetByLabelOptions().setExact(true)).pressSequentially("Good.");
        button("Send").click();
        assertThat(page.getByText("On its way.")).isVisible();
        Message answer = pop3("alice");
        assertEquals("<plan@lan.example>", answer.getHeader("In-Reply-To")[0]);
        assertEquals(
                "<before@lan.example> <plan@lan.example>", answer.getHeader("References")[0].replaceAll("\\s+", " "));
        String text = answer.getContent().toString();
        assertTrue(text.startsWith("Good."), text);
        assertTrue(text.contains("> What do you think?"), text);
        await().until(() -> files("cur").stream().anyMatch(name -> name.endsWith(":2,RS")));
    }

    @Test
    void aDraftIsKeptInTheMaildirAndGoneOnWith() throws Exception {
        signIn("bob");
        page.navigate(base() + "write");
        page.getByLabel("To", new Page.GetByLabelOptions().setExact(true)).fill("alice@lan.example");
        page.getByLabel("Subject").fill("half");
        page.getByLabel("Attach files")
                .setInputFiles(new FilePayload("a.txt", "text/plain", "x".getBytes(StandardCharsets.UTF_8)));
        button("Save the draft").click();
        assertThat(page.getByText("Draft saved")).isVisible();
        assertTrue(files(".Drafts/cur").getFirst().endsWith(":2,DS"));
        page.getByLabel("Text", new Page.GetByLabelOptions().setExact(true)).fill("a half message");
        button("Save the draft").click();
        await().until(() -> {
            List<String> drafts = files(".Drafts/cur");
            return drafts.size() == 1
                    && Files.readString(home.resolve("maildir/lan.example/bob/.Drafts/cur")
                                    .resolve(drafts.getFirst()))
                            .contains("a half message");
        });
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Mail"))
                .click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Drafts"))
                .click();
        row("half").getByRole(AriaRole.LINK).click();
        assertThat(page.getByLabel("Text", new Page.GetByLabelOptions().setExact(true)))
                .hasValue("a half message");
        assertThat(page.getByText("a.txt")).isVisible();
        button("Send").click();
        assertThat(page.getByText("On its way.")).isVisible();
        assertEquals(List.of(), files(".Drafts/cur"));
        assertEquals("half", pop3("alice").getSubject());
    }

    @Test
    void whatIsNoAddressIsSaidBeforeAnythingIsSent() {
        signIn("bob");
        page.navigate(base() + "write");
        button("Send").click();
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("Whom is it for?");
        page.getByLabel("To", new Page.GetByLabelOptions().setExact(true)).fill("alice@lan.example, nobody at home");
        button("Send").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("is no address");
        page.getByLabel("To", new Page.GetByLabelOptions().setExact(true)).fill("nobody@lan.example");
        button("Send").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("550");
    }

    @Test
    void aConversationIsOneLine() {
        server.deliver("bob", message("the plan", "x").replace("Subject", "Message-ID: <1@far.example>\nSubject"));
        server.deliver("bob", message("something else", "x"));
        server.deliver(
                "bob",
                message("Re: the plan", "y")
                        .replace("Subject", "Message-ID: <2@far.example>\nIn-Reply-To: <1@far.example>\nSubject"));
        signIn("bob");
        assertThat(page.getByRole(AriaRole.ROW)).hasCount(3);
        page.getByLabel("Conversations").check();
        assertThat(page.getByRole(AriaRole.ROW)).hasCount(2);
        assertThat(row("the plan")).containsText("2");
        open("Re: the plan");
        assertThat(page.locator("ul.thread")).containsText("the plan");
    }

    @Test
    void thePageGoesOnAfterARestart() throws Exception {
        signIn("bob");
        assertThat(page.getByText("No mail yet")).isVisible();
        int port = server.port();
        server.restart(port);
        server.deliver("bob", message("after the restart", "x"));
        assertThat(row("after the restart")).isVisible();
        open("after the restart");
    }

    @Test
    void thePageComesAfterARestartThatFellIntoItsLoading() throws Exception {
        signIn("bob");
        server.restart(server.port());
        assertThat(page.getByText("No mail yet")).isVisible();
    }

    @Test
    void twoPeopleSeeTheirOwn() {
        server.deliver("bob", message("for bob", "x"));
        server.deliver("alice", message("for alice", "x"));
        signIn("bob");
        try (BrowserContext other = browser.person()) {
            Page second = Browser.signIn(other, base(), "alice@lan.example");
            assertThat(second.getByText("for alice")).isVisible();
            assertThat(second.getByText("for bob")).hasCount(0);
            assertThat(row("for bob")).isVisible();
            assertThat(row("for alice")).hasCount(0);
            second.navigate(base() + "mail/bob@lan.example/INBOX");
            assertThat(second.getByText("that is not your mailbox").first()).isVisible();
            second.navigate(base() + "queue");
            assertThat(second.getByText("This page is for administrators")).isVisible();
        }
    }

    @Test
    void aWrongPasswordIsToldAndSigningOutEndsIt() {
        page = person.newPage();
        page.navigate(base());
        page.getByLabel("Address").fill("bob@lan.example");
        page.getByLabel("Password").fill("wrong");
        button("Sign in").click();
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("authentication failed");
        page.getByLabel("Password").fill("secret");
        button("Sign in").click();
        assertThat(page.getByText("No mail yet")).isVisible();
        button("Sign out").click();
        assertThat(page.getByLabel("Password")).isVisible();
        page.navigate(base() + "mail");
        assertThat(page.getByLabel("Password")).isVisible();
        assertFalse(page.content().contains("No mail yet"));
    }

    @Test
    void overTlsTheCookieGoesNowhereElse() throws Exception {
        server.close();
        server = HttpServer.start(home, "listen_tls = [\"127.0.0.1:0\"]");
        int port = server.web().ports().stream()
                .filter(WebInterface.Port::tls)
                .findFirst()
                .orElseThrow()
                .place()
                .port();
        page = Browser.signIn(person, "https://127.0.0.1:" + port + "/", "bob@lan.example");
        server.deliver("bob", message("over TLS", "x"));
        open("over TLS");
        assertEquals(
                List.of(true, true),
                person.cookies().stream()
                        .flatMap(cookie -> Stream.of(cookie.secure, cookie.httpOnly))
                        .toList());
    }

    @Test
    void theSetUpPageSendsATestMessage() {
        signIn("bob");
        page.navigate(base() + "setup");
        assertThat(page.getByRole(AriaRole.TABLE)).containsText("mail.lan.example");
        button("Send a test message").click();
        assertThat(page.getByText("It arrived after")).isVisible();
        assertThat(page.getByText("this browser")).isVisible();
    }

    @Test
    void aLongMailboxIsShownInPartsFromEndToEnd() throws Exception {
        Path cur = Files.createDirectories(home.resolve("maildir/lan.example/bob/cur"));
        Files.createDirectories(home.resolve("maildir/lan.example/bob/new"));
        for (int i = 0; i < 5000; i++) {
            Files.writeString(
                    cur.resolve((1_700_000_000 + i) + ".M1P1.host:2,S"), message("number " + i + " of them", "x"));
        }
        signIn("bob");
        assertThat(row("number 4999 of them")).isVisible();
        assertTrue(page.getByRole(AriaRole.ROW).count() < 100);
        assertThat(page.getByText("5,000 messages")).isVisible();
        page.locator(".list").evaluate("box => { box.scrollTop = box.scrollHeight; }");
        assertThat(row("number 0 of them")).isVisible();
        page.locator(".list").evaluate("box => { box.scrollTop = box.scrollHeight / 2; }");
        assertThat(row("number 2500 of them")).isVisible();
        server.deliver("bob", message("a new one on top", "x"));
        assertThat(page.getByText("5,001 messages, 1 unread")).isVisible();
        // What somebody reads stays where it is.
        assertThat(row("number 2500 of them")).isVisible();
    }
}
