package mailserver.pop3;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import mailserver.wire.Connection;
import mailserver.wire.Line;
import mailserver.wire.Printable;
import mailserver.wire.Transcript;
import org.tinylog.Logger;

/** One POP3 conversation from greeting to goodbye, on one thread. Whatever ends it but QUIT deletes nothing. */
public final class Session implements Runnable {
    /** More than the 255 octets of RFC 2449 §4: pass phrases may be long. */
    private static final int LONGEST_LINE = 2048;

    private final Connection connection;
    private final Pop3Settings settings;
    private final Transcript transcript;
    private final Answers answers;
    private State state;
    private volatile boolean draining;

    public Session(Connection connection, Maildrops maildrops, Pop3Settings settings, Transcript transcript) {
        this.connection = connection;
        this.settings = settings;
        this.transcript = transcript;
        this.answers = new Answers(connection, transcript);
        var client = new Client(connection.remote().getAddress(), maildrops, answers);
        this.state = new Authorization(client, Optional.empty());
    }

    /** Runs the conversation to its end and closes the connection. */
    @Override
    public void run() {
        try {
            connection.timeout(settings.idle());
            answers.ok(settings.hostname() + " POP3 server ready");
            while (!(state instanceof State.Finished)) {
                state = next();
                if (answers.mistakes() > settings.errors() && !(state instanceof State.Finished)) {
                    state = end("too many errors");
                }
            }
        } catch (SocketTimeoutException e) {
            lastWords(ResponseCode.SYS_TEMP + " idle for too long");
        } catch (IOException e) {
            Logger.debug("POP3 session with {} broke off: {}", connection.remote(), e);
        } catch (RuntimeException e) {
            Logger.error(e, "POP3 session with {} failed", connection.remote());
            lastWords(ResponseCode.SYS_TEMP + " internal error");
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
        return switch (connection.readLine(LONGEST_LINE)) {
            case Line.Text(String text) -> {
                show(text);
                yield state.handle(CommandParser.parse(text));
            }
            case Line.Garbled(String text) -> {
                show(text);
                yield state.handle(new Command.Malformed("a command has no NUL, no bare CR, and is UTF-8"));
            }
            case Line.TooLong() -> {
                show("(a line that is too long)");
                yield state.handle(new Command.Malformed("line too long, " + LONGEST_LINE + " octets at the most"));
            }
            case Line.Endless() -> {
                show("(a line without an end)");
                yield end("line far too long");
            }
            case Line.End() -> draining ? end(ResponseCode.SYS_TEMP + " server is shutting down") : ended();
        };
    }

    private void show(String line) {
        transcript.received(Printable.word(CommandParser.withoutSecret(line)));
    }

    /** The client left without a word. */
    private State ended() {
        state.leave();
        return new State.Finished();
    }

    private State end(String reason) throws IOException {
        state.leave();
        answers.error(reason);
        return new State.Finished();
    }

    private void lastWords(String reason) {
        try {
            answers.error(reason);
        } catch (IOException e) {
            Logger.debug("POP3 client {} was not there to hear: {}", connection.remote(), reason);
        }
    }
}
