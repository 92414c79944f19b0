package mailserver.smtp.server;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.InstantSource;
import java.util.function.Supplier;
import javax.net.ssl.SSLSession;
import mailserver.mail.MessageIds;
import mailserver.mail.Trace;
import mailserver.smtp.Command;
import mailserver.smtp.CommandParser;
import mailserver.smtp.Reply;
import mailserver.smtp.StandardReplies;
import mailserver.smtp.Verb;
import mailserver.wire.Connection;
import mailserver.wire.EndlessInputException;
import mailserver.wire.Line;
import mailserver.wire.TlsLayer;
import mailserver.wire.Transcript;
import mailserver.wire.foreign.ForeignGuard;
import mailserver.wire.text.IpText;
import mailserver.wire.text.LogLine;
import org.tinylog.Logger;

/** One client's SMTP session (RFC 5321 §3), run by one thread from greeting to last line. */
public final class Session {
    /** RFC 5321 §4.5.3.1.4 asks for 512 octets; extensions add to that. */
    private static final int LONGEST_COMMAND = 2048;
    /** A stranger's time from one message to the next, in those that it has for a command. */
    private static final int IDLE_TIMES_TO_SEND = 6;

    private final Connection connection;
    private final Access access;
    private final MailHandler handler;
    private final Supplier<SmtpSettings> settings;
    private final InstantSource clock;
    private final Transcript transcript;
    private final ReplyWriter replies;
    private final ForeignGuard guard;
    private final Transactions transactions;
    private Client client;
    private int errors;
    private volatile boolean ending;

    public Session(
            Connection connection,
            boolean trusted,
            Access access,
            MailHandler handler,
            Supplier<SmtpSettings> settings,
            MessageIds ids,
            InstantSource clock,
            Transcript transcript) {
        this.connection = connection;
        this.access = access;
        this.handler = handler;
        this.settings = settings;
        this.clock = clock;
        this.transcript = transcript;
        this.replies = new ReplyWriter(connection, transcript);
        this.guard = new ForeignGuard(connection, CommandParser::isCommand);
        var completion = new SubmissionCompletion(settings, clock, access.desk().isPresent());
        this.transactions =
                new Transactions(connection, replies, handler, completion, settings, ids, clock, transcript);
        this.client = Client.of(connection.remote().getAddress(), trusted, access.secured());
    }

    /** Talks until the client leaves, breaks off, or is sent away. Closes the connection. */
    public void run() {
        try {
            connection.timeout(settings.get().idle());
            giveTime();
            reply(StandardReplies.greeting(settings.get().hostname()));
            converse();
            connection.closeGently();
        } catch (IOException e) {
            Logger.debug("SMTP {}: the connection broke: {}", IpText.of(client.address()), e.getMessage());
        } catch (RuntimeException e) {
            Logger.error(e, "SMTP {}: the session failed", IpText.of(client.address()));
        } finally {
            transactions.close();
            connection.close();
            transcript.over();
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
                reply(StandardReplies.TOO_MANY_ERRORS);
                return;
            }
            try {
                open = switch (guard.hear(LONGEST_COMMAND)) {
                    case ForeignGuard.Heard.OfLine(Line line) -> answer(line);
                    case ForeignGuard.Heard.Foreign foreign -> {
                        transcript.received(CommandParser.withoutSecret(foreign.shown()));
                        yield lastReply(ForeignReply.to(foreign.protocol(), access, client.secured()));
                    }
                };
            } catch (SocketTimeoutException e) {
                reply(StandardReplies.timeout(settings.get().hostname()));
                return;
            } catch (EndlessInputException e) {
                reply(StandardReplies.ENDLESS_MESSAGE);
                return;
            } catch (EOFException e) {
                open = answer(new Line.End());
            }
        }
    }

    /**
     * RFC 5321 §4.5.3.2.7 asks for five minutes for each command, and a client could go on with NOOP for ever. So there is an end
     * to it for those whom we don't know: who has to log in must have done so, and who need not must have sent a message.
     */
    private void giveTime() {
        if (mustLogIn()) {
            connection.endIn(settings.get().idle());
        } else if (client.mayRelay()) {
            connection.noEnd();
        } else {
            connection.endIn(settings.get().idle().multipliedBy(IDLE_TIMES_TO_SEND));
        }
    }

    private boolean answer(Line line) throws IOException {
        return switch (line) {
            case Line.Text text -> {
                transcript.received(CommandParser.withoutSecret(text.text()));
                yield obey(CommandParser.parse(text.text()));
            }
            case Line.Garbled garbled -> {
                transcript.received(CommandParser.withoutSecret(garbled.text()));
                yield reply(StandardReplies.GARBLED_LINE);
            }
            case Line.TooLong ignored -> reply(StandardReplies.lineTooLong(LONGEST_COMMAND));
            case Line.Endless ignored -> lastReply(StandardReplies.ENDLESS_LINE);
            case Line.End ignored -> {
                if (ending) {
                    reply(StandardReplies.shuttingDown(settings.get().hostname()));
                }
                yield false;
            }
        };
    }

    private boolean obey(Command command) throws IOException {
        return switch (command) {
            case Command.Helo helo -> reply(greet(helo.name(), false));
            case Command.Ehlo ehlo -> reply(greet(ehlo.name(), true));
            case Command.Mail mail ->
                reply(mustLogIn() ? StandardReplies.AUTHENTICATION_REQUIRED : transactions.mail(client, mail));
            case Command.Auth auth -> reply(logIn(auth));
            case Command.Rcpt rcpt -> reply(transactions.rcpt(client, rcpt.recipient()));
            case Command.Data ignored -> messageReply(transactions.data(client));
            case Command.Bdat chunk -> chunkReply(chunk, transactions.bdat(client, chunk));
            case Command.Rset ignored -> {
                transactions.forget();
                yield reply(StandardReplies.OK);
            }
            case Command.StartTls ignored -> startTls();
            case Command.Noop ignored -> reply(StandardReplies.OK);
            case Command.Vrfy vrfy -> reply(verify(vrfy));
            case Command.Etrn etrn -> reply(turn(etrn));
            case Command.Help help -> reply(Help.on(help.topic()));
            case Command.Quit ignored ->
                lastReply(StandardReplies.goodbye(settings.get().hostname()));
            case Command.Wrong wrong -> reply(wrong.reply());
            case Command.Unframed unframed -> lastReply(unframed.reply());
        };
    }

    /**
     * RFC 3207. What came in the same packet as the command is thrown away with all that was said before: it may be somebody else
     * who put it there, to have it taken for the client's.
     */
    private boolean startTls() throws IOException {
        if (client.secured()) {
            return reply(StandardReplies.TLS_ALREADY);
        }
        if (access.tls().isEmpty()) {
            return reply(StandardReplies.NO_TLS);
        }
        reply(StandardReplies.READY_FOR_TLS);
        transactions.forget();
        try {
            SSLSession agreed = connection.startTls(access.tls().get(), TlsLayer.MOST);
            transcript.secured(agreed.getProtocol() + " " + agreed.getCipherSuite());
            Logger.debug("SMTP {}: {} {}", IpText.of(client.address()), agreed.getProtocol(), agreed.getCipherSuite());
        } catch (IOException e) {
            Logger.info("SMTP {}: no TLS, {}", IpText.of(client.address()), e.getMessage());
            return false;
        }
        boolean loggedIn = client.login().isPresent();
        client = client.secure();
        if (loggedIn) {
            giveTime();
        }
        return true;
    }

    private Reply turn(Command.Etrn etrn) {
        if (transactions.id().isPresent()) {
            // RFC 1985 §5.2.
            return StandardReplies.IN_THE_MIDDLE;
        }
        return mustLogIn()
                ? StandardReplies.AUTHENTICATION_REQUIRED
                : handler.turn(client, etrn.domain(), etrn.below());
    }

    private boolean mustLogIn() {
        return access.desk().isPresent() && client.login().isEmpty();
    }

    private Reply logIn(Command.Auth auth) throws IOException {
        if (access.desk().isEmpty() || client.login().isPresent()) {
            return access.desk().isEmpty() ? StandardReplies.NO_LOGIN_HERE : StandardReplies.LOGGED_IN_ALREADY;
        }
        AuthDialogue.Result result = new AuthDialogue(connection, replies, transcript)
                .run(client, access.desk().get(), auth);
        client = result.login().map(client::as).orElse(client);
        if (client.login().isPresent()) {
            giveTime();
        }
        return result.reply();
    }

    /**
     * RFC 5321 §4.1.4: a second greeting is a RSET, too. Devices on the own network often don't know who they are; their address is
     * what a client without a name ought to say (§4.1.3).
     */
    private Reply greet(String name, boolean extended) {
        if (name.isEmpty() && !client.trusted()) {
            return StandardReplies.sayWho(extended ? Verb.EHLO : Verb.HELO);
        }
        transactions.forget();
        client = client.greeted(name.isEmpty() ? Trace.literal(client.address()) : name, extended);
        guard.greeted();
        return extended
                ? EhloReply.to(client, access, settings.get(), clock.instant())
                : Reply.plain(250, settings.get().hostname());
    }

    private Reply verify(Command.Vrfy vrfy) {
        Reply verdict = handler.verify(client, vrfy.whom());
        return vrfy.utf8() || verdict.isAscii()
                ? verdict
                // RFC 6531 §3.7.4.2.
                : StandardReplies.ANSWER_NOT_ASCII;
    }

    /**
     * Chunks behind one that was refused may be under way already, any number of them (RFC 3030 §2): to hear of it each time is
     * punishment enough.
     */
    private boolean chunkReply(Command.Bdat chunk, Reply reply) throws IOException {
        if (reply.code() == 503) {
            replies.send(reply);
            return true;
        }
        return chunk.last() ? messageReply(reply) : reply(reply);
    }

    private boolean messageReply(Reply reply) throws IOException {
        if (reply.isSuccess()) {
            giveTime();
        }
        reply(reply);
        transcript.ends(reply.isSuccess(), reply.toString());
        return true;
    }

    private boolean lastReply(Reply reply) throws IOException {
        reply(reply);
        return false;
    }

    private boolean reply(Reply reply) throws IOException {
        if (client.isAtFault(reply)) {
            errors++;
        }
        if (!reply.isPositive()) {
            LogLine line = LogLine.of("smtp", IpText.of(client.address())).with("id", transactions.id());
            Logger.info(line.status("rejected", reply.toString()));
            handler.refused(client, transactions.id(), reply);
        }
        replies.send(reply);
        return true;
    }
}
