package mailserver.pop3;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.function.Supplier;
import mailserver.wire.Connection;
import mailserver.wire.Line;
import mailserver.wire.TlsLayer;
import mailserver.wire.Transcript;
import mailserver.wire.foreign.ForeignGuard;
import mailserver.wire.foreign.ForeignProtocol;
import mailserver.wire.text.IpText;
import mailserver.wire.text.Printable;
import org.tinylog.Logger;

/** One POP3 conversation from greeting to goodbye, on one thread. Whatever ends it but QUIT deletes nothing. */
public final class Session implements Runnable {
    /** More than the 255 octets of RFC 2449 §4: pass phrases may be long. */
    private static final int LONGEST_LINE = 2048;

    private final Connection connection;
    private final Supplier<Pop3Settings> settings;
    private final Transcript transcript;
    private final Capabilities capabilities;
    private final ReplyWriter replies;
    private final ForeignGuard guard;
    private final SessionChannel channel;
    private State state;
    private volatile boolean draining;

    /**
     * @param tls      how the connection goes on in TLS; empty where there is no certificate
     * @param secured  it is in TLS already (RFC 8314 §3.3)
     * @param settings as they are now: a reload counts within a session, too
     */
    public Session(
            Connection connection,
            Optional<TlsLayer> tls,
            boolean secured,
            Maildrops maildrops,
            Supplier<Pop3Settings> settings,
            Transcript transcript) {
        this.connection = connection;
        this.settings = settings;
        this.transcript = transcript;
        this.capabilities = new Capabilities(settings);
        this.replies = new ReplyWriter(connection, transcript, capabilities);
        this.guard = new ForeignGuard(connection, CommandParser::isCommand);
        this.channel = new SessionChannel(connection, transcript, tls, secured);
        var client = new Client(connection.remote().getAddress(), channel, maildrops, capabilities, replies);
        this.state = new Authorization(client, Optional.empty());
    }

    /** Runs the conversation to its end and closes the connection. */
    @Override
    public void run() {
        try {
            connection.timeout(settings.get().idle());
            connection.endIn(settings.get().login());
            replies.greet(settings.get().hostname());
            while (!(state instanceof State.Finished)) {
                state = next();
                if (replies.mistakes() > settings.get().errors() && !(state instanceof State.Finished)) {
                    state = end(new ReplyText.TooManyErrors());
                }
            }
        } catch (SocketTimeoutException e) {
            lastWords(new ReplyText.IdleTooLong());
        } catch (IOException e) {
            Logger.debug("POP3 session with {} broke off: {}", connection.remote(), e);
        } catch (RuntimeException e) {
            Logger.error(e, "POP3 session with {} failed", connection.remote());
            lastWords(new ReplyText.InternalError());
        } finally {
            // Before the slow goodbye: the client may be on its way back in.
            state.leave();
            connection.closeGently();
        }
    }

    /** Ends the session, from another thread, as soon as it waits for a command. */
    public void drain() {
        draining = true;
        connection.shutdownInput();
    }

    private State next() throws IOException {
        if (state instanceof Transaction) {
            guard.greeted();
        }
        return switch (guard.hear(LONGEST_LINE)) {
            case ForeignGuard.Heard.OfLine(Line line) -> obey(line);
            case ForeignGuard.Heard.Foreign(ForeignProtocol protocol, String shown) -> {
                show(shown);
                Logger.info("POP3 {}: shown the door, that is {}", address(), protocol.label());
                yield end(ForeignText.of(protocol, channel));
            }
        };
    }

    private State obey(Line line) throws IOException {
        return switch (line) {
            case Line.Text(String text) -> {
                show(text);
                yield state.handle(CommandParser.parse(text, capabilities));
            }
            case Line.Garbled(String text) -> {
                show(text);
                yield state.handle(new Command.Malformed(new ReplyText.NotText()));
            }
            case Line.TooLong ignored -> {
                show("(a line that is too long)");
                yield state.handle(new Command.Malformed(new ReplyText.LineTooLong(LONGEST_LINE)));
            }
            case Line.Endless() -> {
                show("(a line without an end)");
                yield end(new ReplyText.EndlessLine());
            }
            case Line.End() -> draining ? shutDown() : ended();
        };
    }

    private String address() {
        return IpText.of(connection.remote().getAddress());
    }

    private void show(String line) {
        transcript.received(Printable.word(CommandParser.withoutSecret(line)));
    }

    /** The client left without a word. */
    private State ended() {
        state.leave();
        return new State.Finished();
    }

    private State end(ReplyText reason) throws IOException {
        state.leave();
        replies.error(reason);
        return new State.Finished();
    }

    private State shutDown() throws IOException {
        state.leave();
        replies.error(ResponseCode.SYS_TEMP, new ReplyText.ShuttingDown());
        return new State.Finished();
    }

    private void lastWords(ReplyText reason) {
        try {
            replies.error(ResponseCode.SYS_TEMP, reason);
        } catch (IOException e) {
            Logger.debug("POP3 client {} was not there to hear: {}", connection.remote(), reason);
        }
    }
}
