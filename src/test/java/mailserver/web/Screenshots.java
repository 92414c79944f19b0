package mailserver.web;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import mailserver.TestServer;
import mailserver.event.MailEvent;
import mailserver.mail.Address;
import mailserver.mail.MessageIds;
import mailserver.mail.ReversePath;
import mailserver.record.history.History;
import org.awaitility.Awaitility;

/** Pictures of every page, for the documents and for who changes one: {@code bin/screenshots [FOLDER]}. */
public final class Screenshots {
    private static final List<String> MESSAGES = List.of("""
            From: Ann Baker <ann@far.example>
            To: bob@lan.example
            Subject: Lab on Thursday
            Message-ID: <lab-1@far.example>

            Dear Bob,

            the lab on Thursday begins at ten. Bring your own laptop, and have a
            look at https://far.example/lab before.

            Ann
            """, """
            From: Scanner <scanner@far.example>
            To: bob@lan.example
            Subject: Scan 0031
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain

            Two pages.
            --b
            Content-Type: image/png; name=scan.png
            Content-Transfer-Encoding: base64

            iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==
            --b--
            """, """
            From: "News of the house" <news@far.example>
            To: bob@lan.example
            Subject: What is new this month
            MIME-Version: 1.0
            Content-Type: text/html; charset=utf-8

            <h2 style="color:#1558b0">What is new</h2><p>Three things: <b>maps</b>, <i>music</i> and <a
            href="https://far.example/read">more to read</a>.</p><table border=1 cellpadding=6><tr><th>Day<th>What
            <tr><td>Monday<td>Market<tr><td>Friday<td>Concert</table><img src="https://far.example/pixel.gif">
            """, """
            From: Ann Baker <ann@far.example>
            To: bob@lan.example
            Subject: Re: Lab on Thursday
            Message-ID: <lab-2@far.example>
            In-Reply-To: <lab-1@far.example>
            References: <lab-1@far.example>

            And please bring Alice along.
            """);

    private static final String HASH = "{BLF-CRYPT}$2y$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

    private Screenshots() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args.length > 0 ? args[0] : "target/screenshots");
        Files.createDirectories(folder);
        Path home = Files.createTempDirectory("screenshots");
        someHistory(home.resolve("maildir/log/history"));
        try (TestServer far = TestServer.start(home.resolve("far"), "far.example");
                HttpServer server = HttpServer.start(
                        home,
                        () -> List.of(far.server()),
                        "[peers]",
                        "\"far.example\" = \"127.0.0.1:" + far.smtpPort() + "\"",
                        "\"away.example\" = \"127.0.0.1:1\"");
                Browser browser = Browser.start()) {
            // The server goes on with those that it has read; what is looked at is how a home should be.
            Path accounts = home.resolve("etc/accounts");
            Files.writeString(accounts, Files.readString(accounts).replace("{PLAIN}secret", HASH));
            Files.setPosixFilePermissions(accounts, PosixFilePermissions.fromString("rw-------"));
            MESSAGES.forEach(message -> server.deliver("postmaster", message.replace("bob@", "postmaster@")));
            send(server, "bob@away.example");
            String relayed = send(server, "alice@far.example");
            Awaitility.await().until(() -> far.mail("far.example", "alice").size() == 1);
            String base = "http://127.0.0.1:" + server.port();
            shoot(browser.person(1280, 800, false), base, relayed, folder, "light");
            shoot(browser.person(1280, 800, true), base, relayed, folder, "dark");
            shoot(browser.person(360, 740, false), base, relayed, folder, "phone");
        }
        System.out.println(folder.toAbsolutePath());
    }

    private static String send(HttpServer server, String to) {
        return HttpServer.object(server.post(
                        HttpServer.POSTMASTER,
                        "/api/v1/messages",
                        "{\"to\":[\"" + to + "\"],\"subject\":\"hello\",\"text\":\"x\"}"))
                .get("queue_id")
                .getAsString();
    }

    /** Of an hour in which something went on, so that there is something to plot. */
    private static void someHistory(Path file) throws IOException {
        var now = new AtomicReference<>(Instant.now().minusSeconds(3600));
        var random = new Random(1);
        try (var history = new History(file, now::get)) {
            for (int minute = 0; minute < 60; minute++) {
                for (int i = random.nextInt(20) + minute / 3; i > 0; i--) {
                    String id = new MessageIds(now::get).next();
                    history.add(new MailEvent.Received(id, ReversePath.NULL, List.of(), "", 1));
                    history.add(new MailEvent.Relayed(id, ReversePath.NULL, new Address("a", "b.example"), "", ""));
                }
                now.updateAndGet(time -> time.plusSeconds(60));
                history.read(History.Span.HOUR);
            }
        }
    }

    private static void shoot(BrowserContext person, String base, String queued, Path folder, String name) {
        Page first = person.newPage();
        first.navigate(base + "/");
        first.getByLabel("Password").waitFor();
        save(first, folder, "sign-in-" + name);
        Page page = Browser.signIn(person, base + "/", "postmaster@lan.example");
        page.getByText("Lab on Thursday").first().waitFor();
        save(page, folder, "inbox-" + name);
        page.getByText("What is new this month").first().click();
        page.locator("iframe").waitFor();
        save(page, folder, "message-" + name);
        for (String path : List.of("write", "queue", "server", "journey", "journey/" + queued, "setup")) {
            page.navigate(base + "/" + path);
            page.locator("main h1").first().waitFor();
            // Numbers and pictures come a moment after the words.
            page.waitForTimeout(1500);
            save(page, folder, path.replaceAll("/.*", "-one") + "-" + name);
        }
        person.close();
    }

    private static void save(Page page, Path folder, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png")));
    }
}
