package mailserver.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import mailserver.mailbox.Conditions;
import mailserver.mailbox.MessageSummary;
import mailserver.mailbox.ParsedMessage;
import mailserver.server.ServerOptions;
import mailserver.server.Service;
import mailserver.server.StartException;
import mailserver.web.WebInterface;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real mail server for a test, in the same JVM: a JUnit 5 extension.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final MailServer mail = MailServer.create();
 *
 * @Test
 * void confirmsAnOrder() throws Exception {
 *     shop.order("bob@shop.example");                    // sends to localhost, port mail.smtpPort()
 *     var message = mail.await(to("bob@shop.example").subject("order"));
 *     assertEquals("482913", message.codes().getFirst());
 * }
 * }</pre>
 *
 * <p>In a static field one server serves all tests of the class, else each test has its own. Every address has a mailbox, with the password
 * {@link OpenSettings#PASSWORD}. Tests that run at the same time use addresses of their own ({@link #freshAddress()}).
 */
public final class MailServer implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final boolean http;
    private final AtomicInteger addresses = new AtomicInteger();
    private boolean ofClass;
    private Optional<Running> running = Optional.empty();

    private record Running(
            TestHome home, mailserver.server.MailServer server, Optional<WebInterface> web, Mailboxes mailboxes) {}

    private MailServer(boolean http) {
        this.http = http;
    }

    public static MailServer create() {
        return new MailServer(false);
    }

    /** The same with the HTTP interface, at {@link #http()}. */
    public static MailServer withHttp() {
        return new MailServer(true);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException, StartException {
        ofClass = true;
        start();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException, StartException {
        if (!ofClass) {
            start();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        if (!ofClass) {
            stop();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        stop();
    }

    private void start() throws IOException, StartException {
        TestHome home = TestHome.make();
        try {
            var server =
                    mailserver.server.MailServer.start(home.files(), OpenSettings.make(http), ServerOptions.DEFAULT);
            running = Optional.of(new Running(
                    home,
                    server,
                    WebInterface.start(server, WebInterface.Access.OPEN_ON_LOOPBACK),
                    new Mailboxes(home.files(), server.record().deliveries())));
        } catch (StartException e) {
            home.close();
            throw e;
        }
    }

    private void stop() throws IOException {
        if (running.isPresent()) {
            running.get().web().ifPresent(WebInterface::close);
            running.get().server().close();
            running.get().home().close();
            running = Optional.empty();
        }
    }

    /** Takes mail without a login, on the loopback. */
    public int smtpPort() {
        return port(Service.SMTP);
    }

    /** Takes mail of those who log in. */
    public int submissionPort() {
        return port(Service.SUBMISSION);
    }

    /** The same in TLS from the first octet. */
    public int submissionsPort() {
        return port(Service.SUBMISSIONS);
    }

    public int pop3Port() {
        return port(Service.POP3);
    }

    public int pop3sPort() {
        return port(Service.POP3S);
    }

    /** Where the HTTP interface is, of a server made by {@link #withHttp()}. */
    public URI http() {
        WebInterface web = server().web().orElseThrow(() -> new IllegalStateException("make it by withHttp()"));
        return URI.create("http://" + web.ports().getFirst().place());
    }

    /** Where all its files are, while it runs. */
    public Path home() {
        return server().home().files().home();
    }

    /** An address that nobody else has been given: a mailbox for one test. */
    public String freshAddress() {
        return "user" + addresses.incrementAndGet() + "@test.example";
    }

    /**
     * Waits for a message; one that is there already counts. The newest, where there are several.
     *
     * @throws AssertionError after ten seconds, which says what came instead
     */
    public ParsedMessage await(Wanted wanted) {
        return await(wanted, 1, PATIENCE).getLast();
    }

    /**
     * Waits for so many.
     *
     * @return in the order of their arrival
     * @throws AssertionError when they don't come in time, which says what came instead
     */
    public List<ParsedMessage> await(Wanted wanted, int count, Duration timeout) {
        try {
            return server().mailboxes().await(wanted, count, timeout);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + wanted, e);
        }
    }

    /** All messages of a mailbox, in the order of their arrival. */
    public List<ParsedMessage> messages(String mailbox) {
        return looked(() -> server().mailboxes().matching(Wanted.to(mailbox)));
    }

    /** Those that hold conditions that {@link Wanted} has no word for, the newest first. */
    public List<MessageSummary> list(String mailbox, Conditions conditions) {
        return looked(() -> server().mailboxes().list(Wanted.to(mailbox).mailbox(), conditions));
    }

    /**
     * That there is no such message by now. What is still on its way can come later: wait for what comes behind it first.
     *
     * @throws AssertionError when there is one
     */
    public void assertNone(Wanted wanted) {
        List<ParsedMessage> found = looked(() -> server().mailboxes().matching(wanted));
        if (!found.isEmpty()) {
            throw new AssertionError(
                    "there is " + wanted + ": \"" + found.getFirst().summary().subject() + "\"");
        }
    }

    /** Empties all mailboxes, for tests that share them one after the other. */
    public void reset() {
        looked(() -> {
            server().mailboxes().empty();
            return true;
        });
    }

    private interface Look<T> {
        T at() throws IOException;
    }

    private static <T> T looked(Look<T> look) {
        try {
            return look.at();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int port(Service service) {
        return server().server().addresses(service).getFirst().getPort();
    }

    private Running server() {
        return running.orElseThrow(() -> new IllegalStateException("register it with @RegisterExtension"));
    }
}
