package mailserver.smtp;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import mailserver.mail.MessageIds;
import mailserver.mail.Trace;
import mailserver.smtp.MailHandler.Incoming;
import mailserver.wire.Connection;
import mailserver.wire.DataReader;
import mailserver.wire.Line;
import mailserver.wire.Transcript;
import mailserver.wire.TranscriptLines;
import org.tinylog.Logger;

/** One client's SMTP session (RFC 5321 §3), run by one thread from greeting to last line. */
public final class Session {
    /** RFC 5321 §4.5.3.1.4 asks for 512 octets; extensions add to that. */
    private static final int LONGEST_COMMAND = 2048;

    private final Connection connection;
    private final MailHandler handler;
    private final Supplier<SmtpSettings> settings;
    private final MessageIds ids;
    private final InstantSource clock;
    private final Transcript transcript;
    private Client client;
    private Optional<Transaction> transaction = Optional.empty();
    private int errors;
    private volatile boolean ending;

    public Session(
            Connection connection,
            boolean trusted,
            MailHandler handler,
            Supplier<SmtpSettings> settings,
            MessageIds ids,
            InstantSource clock,
            Transcript transcript) {
        this.connection = connection;
        this.handler = handler;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
        this.transcript = transcript;
        this.client = new Client(connection.remote().getAddress(), trusted, "", false);
    }

    /** Talks until the client leaves, breaks off, or is sent away. Closes the connection. */
    public void run() {
        try {
            connection.timeout(settings.get().idle());
            reply(Reply.plain(220, settings.get().hostname() + " ESMTP mailserver"));
            converse();
            connection.closeGently();
        } catch (IOException e) {
            Logger.debug("SMTP {}: the connection broke: {}", client.address().getHostAddress(), e.getMessage());
        } catch (RuntimeException e) {
            Logger.error(e, "SMTP {}: the session failed", client.address().getHostAddress());
        } finally {
            connection.close();
        }
    }

    /** Ends the session from outside: the client gets 421 (RFC 5321 §3.8). */
    public void end() {
        ending = true;
        connection.shutdownInput();
    }

    private void converse() throws IOException {
        boolean open = true;
        while (open) {
            if (errors >= settings.get().errors()) {
                reply(Reply.of(421, 7, 0, "too many errors, goodbye"));
                return;
            }
            try {
                open = answer(connection.readLine(LONGEST_COMMAND));
            } catch (SocketTimeoutException e) {
                reply(Reply.of(421, 4, 2, settings.get().hostname() + " waited too long, goodbye"));
                return;
            }
        }
    }

    /** @return false when the session is over */
    private boolean answer(Line line) throws IOException {
        return switch (line) {
            case Line.Text text -> {
                transcript.received(CommandParser.withoutSecret(text.text()));
                yield obey(CommandParser.parse(text.text()));
            }
            case Line.Garbled garbled -> {
                transcript.received(garbled.text());
                yield reply(Reply.of(500, 5, 2, "the line holds a NUL, a bare CR, or octets that are not UTF-8"));
            }
            case Line.TooLong ignored ->
                reply(Reply.of(500, 5, 2, "the line is longer than " + LONGEST_COMMAND + " octets"));
            case Line.Endless ignored -> {
                reply(Reply.of(500, 5, 2, "the line has no end, goodbye"));
                yield false;
            }
            case Line.End ignored -> {
                if (ending) {
                    reply(Reply.of(421, 3, 2, settings.get().hostname() + " is shutting down, try again later"));
                }
                yield false;
            }
        };
    }

    private boolean obey(Command command) throws IOException {
        return switch (command) {
            case Command.Helo helo -> hello(helo.name(), false);
            case Command.Ehlo ehlo -> hello(ehlo.name(), true);
            case Command.Mail mail -> mail(mail);
            case Command.Rcpt rcpt -> rcpt(rcpt);
            case Command.Data ignored -> data();
            case Command.Rset ignored -> {
                transaction = Optional.empty();
                yield reply(Reply.of(250, 0, 0, "forgotten"));
            }
            case Command.Noop ignored -> reply(Reply.of(250, 0, 0, "still here"));
            case Command.Vrfy vrfy -> reply(handler.verify(client, vrfy.whom()));
            case Command.Help ignored ->
                reply(Reply.of(
                        214,
                        0,
                        0,
                        "HELO EHLO MAIL RCPT DATA RSET NOOP VRFY HELP QUIT",
                        "see RFC 5321 for what they do"));
            case Command.Quit ignored -> {
                reply(Reply.of(221, 0, 0, settings.get().hostname() + " closes the connection"));
                yield false;
            }
            case Command.Wrong wrong -> reply(wrong.reply());
        };
    }

    private boolean hello(String name, boolean extended) throws IOException {
        // RFC 5321 §4.1.4: a second greeting is a RSET, too.
        transaction = Optional.empty();
        client = client.greeted(name, extended);
        String hostname = settings.get().hostname();
        if (!extended) {
            return reply(Reply.plain(250, hostname));
        }
        return reply(Reply.plain(
                250,
                hostname + " greets " + Trace.literal(client.address()),
                "PIPELINING",
                "SIZE " + settings.get().messageSize(),
                "8BITMIME",
                "ENHANCEDSTATUSCODES",
                "HELP"));
    }

    private boolean mail(Command.Mail mail) throws IOException {
        if (transaction.isPresent()) {
            return reply(Reply.of(503, 5, 1, "a message is begun already; RSET forgets it"));
        }
        long most = settings.get().messageSize();
        // RFC 1870 §6.1.
        if (mail.size().orElse(0) > most) {
            return reply(Reply.of(552, 3, 4, "the message is larger than " + most + " octets"));
        }
        Reply verdict = handler.sender(client, mail.sender());
        if (verdict.isPositive()) {
            transaction = Optional.of(new Transaction(ids.next(), mail));
        }
        return reply(verdict);
    }

    private boolean rcpt(Command.Rcpt rcpt) throws IOException {
        if (transaction.isEmpty()) {
            return reply(Reply.of(503, 5, 1, "MAIL comes first"));
        }
        if (transaction.get().recipientCount() >= settings.get().recipients()) {
            // RFC 5321 §4.5.3.1.10: 452, so that the client sends the rest in another transaction.
            return reply(Reply.of(452, 5, 3, "too many recipients for one message"));
        }
        Reply verdict = handler.recipient(client, rcpt.recipient().address());
        if (verdict.isPositive()) {
            transaction.get().add(rcpt.recipient());
        }
        return reply(verdict);
    }

    private boolean data() throws IOException {
        if (transaction.isEmpty() || transaction.get().recipientCount() == 0) {
            // RFC 5321 §3.3: 503 without MAIL, 554 when no recipient was taken.
            return reply(
                    transaction.isEmpty()
                            ? Reply.of(503, 5, 1, "MAIL comes first")
                            : Reply.of(554, 5, 1, "no valid recipients"));
        }
        Transaction message = transaction.get();
        transaction = Optional.empty();
        String trace = Trace.received(
                client.hello(),
                client.address(),
                settings.get().hostname(),
                client.protocol(),
                message.envelope(),
                clock.instant());
        Incoming begun;
        try {
            begun = handler.receive(client, message.envelope(), trace);
        } catch (IOException e) {
            return reply(DataGate.storageTrouble(message.id(), e));
        }
        try (begun) {
            return receive(message, begun);
        }
    }

    private boolean receive(Transaction message, Incoming incoming) throws IOException {
        reply(Reply.plain(354, "send the message, end it with a dot on a line of its own"));
        var gate = new DataGate(message.id(), incoming, settings.get().messageSize());
        var shown = TranscriptLines.received(transcript);
        var reader = new DataReader((octets, offset, length) -> {
            gate.write(octets, offset, length);
            shown.write(octets, offset, length);
        });
        if (!connection.readData(reader)) {
            Logger.info("{}: the client left in the middle of the data; nothing is delivered", message.id());
            return answer(new Line.End());
        }
        shown.finish(gate.wireOctets() + " octets");
        if (gate.refusal().isPresent()) {
            return reply(gate.refusal().get());
        }
        try {
            incoming.commit();
        } catch (IOException e) {
            return reply(DataGate.storageTrouble(message.id(), e));
        }
        Logger.info(
                "{}: accepted from {} [{}], sender {}, to {} recipient(s)",
                message.id(),
                client.hello().isEmpty() ? "unknown" : client.hello(),
                client.address().getHostAddress(),
                message.envelope().sender(),
                message.recipientCount());
        return reply(Reply.of(250, 0, 0, "accepted as " + message.id()));
    }

    private boolean reply(Reply reply) throws IOException {
        if (reply.isPermanent()) {
            errors++;
        }
        if (!reply.isPositive()) {
            String id = transaction.map(message -> message.id() + ": ").orElse("");
            Logger.info("{}SMTP {} refused: {}", id, client.address().getHostAddress(), reply);
        }
        for (String line : reply.wireLines()) {
            transcript.sent(line);
            connection.write(line + "\r\n");
        }
        return true;
    }
}
