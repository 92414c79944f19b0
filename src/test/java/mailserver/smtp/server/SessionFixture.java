package mailserver.smtp.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import mailserver.Dialogue;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.mail.MessageIds;
import mailserver.mail.ReversePath;
import mailserver.smtp.Reply;
import mailserver.smtp.StandardReplies;
import mailserver.wire.BareNewlines;
import mailserver.wire.Connection;
import mailserver.wire.Transcript;

/**
 * SMTP sessions behind a real port, with a handler that keeps what it is given. It knows everybody but {@code nobody}, at any
 * domain, and answers VRFY with the name that it is asked for, but that {@code juergen} is spelled {@code jürgen}.
 */
public final class SessionFixture implements AutoCloseable, MailHandler {
    public static final SmtpSettings SETTINGS =
            new SmtpSettings("mail.our.example", 5_000, 3, 5, Duration.ofSeconds(20), BareNewlines.NORMALIZE);

    /** Where the disk fails. */
    public enum Fault {
        NONE,
        BEGIN,
        WRITE,
        COMMIT
    }

    /** A message that was taken. */
    public record Taken(Envelope envelope, String trace, String text) {}

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final SmtpSettings settings;
    private final boolean trusted;
    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger unfinished = new AtomicInteger();
    private volatile Fault fault = Fault.NONE;

    public SessionFixture(boolean trusted, SmtpSettings settings) throws IOException {
        this.trusted = trusted;
        this.settings = settings;
        Thread.ofVirtual().start(this::accept);
    }

    /** For strangers. */
    public static SessionFixture open() throws IOException {
        return new SessionFixture(false, SETTINGS);
    }

    public static SessionFixture refusingBareNewlines() throws IOException {
        return new SessionFixture(
                false,
                new SmtpSettings(
                        SETTINGS.hostname(),
                        SETTINGS.messageSize(),
                        SETTINGS.recipients(),
                        SETTINGS.errors(),
                        SETTINGS.idle(),
                        BareNewlines.REFUSE));
    }

    private void accept() {
        var ids = new MessageIds(Instant::now);
        try {
            while (true) {
                var connection = new Connection(listener.accept());
                var session = new Session(
                        connection,
                        trusted,
                        Access.OPEN,
                        this,
                        () -> settings,
                        ids,
                        () -> Instant.EPOCH,
                        Transcript.NONE);
                Thread.ofVirtual().start(session::run);
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    /** A client that has been greeted. */
    public Dialogue dialogue() throws IOException {
        Dialogue dialogue = Dialogue.with(listener.getLocalPort());
        dialogue.expect("220 ");
        return dialogue;
    }

    public void fail(Fault where) {
        fault = where;
    }

    public List<Taken> taken() {
        return List.copyOf(taken);
    }

    /** Messages that were begun and neither committed nor closed. */
    public int unfinished() {
        return unfinished.get();
    }

    @Override
    public Reply sender(Client client, ReversePath sender) {
        return StandardReplies.SENDER_OK;
    }

    @Override
    public Reply recipient(Client client, Address recipient) {
        return recipient.localPart().equals("nobody")
                ? Reply.of(550, 1, 1, "no such user")
                : StandardReplies.RECIPIENT_OK;
    }

    @Override
    public Reply turn(Client client, String domain, boolean below) {
        return Reply.of(251, 0, 0, "nothing waits for " + domain);
    }

    @Override
    public Reply verify(Client client, String whom) {
        return Reply.of(250, 1, 5, "<" + whom.replace("juergen", "jürgen") + ">");
    }

    @Override
    public Incoming receive(Client client, Envelope envelope, String trace) throws IOException {
        failAt(Fault.BEGIN);
        unfinished.incrementAndGet();
        return new Kept(envelope, trace);
    }

    private void failAt(Fault where) throws IOException {
        if (fault == where) {
            throw new IOException("the disk is full");
        }
    }

    private final class Kept implements Incoming {
        private final Envelope envelope;
        private final String trace;
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();
        private boolean open = true;

        Kept(Envelope envelope, String trace) {
            this.envelope = envelope;
            this.trace = trace;
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            failAt(Fault.WRITE);
            text.write(octets, offset, length);
        }

        @Override
        public void commit() throws IOException {
            failAt(Fault.COMMIT);
            taken.add(new Taken(envelope, trace, text.toString(StandardCharsets.ISO_8859_1)));
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                unfinished.decrementAndGet();
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
