package mailserver.smtp;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import mailserver.mail.Address;
import mailserver.sasl.LoginDesk;
import mailserver.sasl.LoginDesk.Outcome;
import mailserver.sasl.Mechanism;
import mailserver.sasl.Response;
import mailserver.wire.Connection;
import mailserver.wire.FoldedBase64;
import mailserver.wire.IpText;
import mailserver.wire.Line;
import mailserver.wire.Printable;
import mailserver.wire.Transcript;
import org.tinylog.Logger;

/** AUTH: challenges and responses in base64 until it is clear who the client is, or isn't (RFC 4954 §4). */
final class LoginDialogue {
    private final Connection connection;
    private final Replies replies;
    private final Transcript transcript;
    private final FoldedBase64 folded;

    LoginDialogue(Connection connection, Replies replies, Transcript transcript) {
        this.connection = connection;
        this.replies = replies;
        this.transcript = transcript;
        this.folded = new FoldedBase64(connection, CommandParser::isCommand, transcript);
    }

    /** @param login who the client is from now on */
    record Result(Reply reply, Optional<Address> login) {
        static Result no(Reply reply) {
            return new Result(reply, Optional.empty());
        }
    }

    /** @throws EOFException when the client leaves in the middle */
    Result run(Client client, LoginDesk desk, Command.Auth auth) throws IOException {
        Optional<Mechanism> mechanism = Mechanism.named(auth.mechanism());
        // Wherever it leads: the rest of it must not be taken for commands.
        boolean single = mechanism.filter(known -> known == Mechanism.LOGIN).isEmpty();
        Optional<Response> initial = auth.initial().isEmpty()
                ? Optional.empty()
                : Optional.of(Response.initial(folded.unfolded(auth.initial().get(), single, Response.LONGEST)));
        if (mechanism.isEmpty()) {
            return Result.no(Reply.of(504, 5, 4, "that way to log in is not known here"));
        }
        if (!desk.mechanisms(client.secured()).contains(mechanism.get())) {
            return Result.no(
                    mechanism.get().showsPassword()
                            // RFC 4954 §4, with the status of RFC 5248.
                            ? Reply.of(538, 7, 11, "your password could be overheard: STARTTLS comes first")
                            : Reply.of(504, 5, 4, "no account here can log in this way"));
        }
        Outcome outcome = desk.login(mechanism.get(), initial, challenge -> answer(challenge, single));
        String from = IpText.of(client.address());
        return switch (outcome) {
            case Outcome.LoggedIn(Address account) -> {
                Logger.info("SMTP login of {} from {} by {}", account, from, mechanism.get());
                yield new Result(Reply.of(235, 7, 0, "welcome"), Optional.of(account));
            }
            case Outcome.Denied(String user, String why) -> {
                Logger.info("SMTP login of {} from {} refused: {}", Printable.word(user), from, why);
                yield Result.no(Reply.of(535, 7, 8, "wrong user name or password"));
            }
            case Outcome.Malformed(String why) ->
                Result.no(Reply.of(501, 5, 2, "that is no " + mechanism.get() + ": " + why));
            case Outcome.Cancelled() -> Result.no(Reply.of(501, 7, 0, "the login is cancelled"));
            case Outcome.Later() ->
                Result.no(Reply.of(454, 7, 0, "too many failed logins from your address, try later"));
        };
    }

    private Response answer(String challenge, boolean single) throws IOException {
        replies.send(Reply.plain(334, challenge));
        Line line = connection.readLine(Response.LONGEST);
        // Whatever it is: it may hold a password.
        transcript.received("****");
        return line instanceof Line.Text(String text)
                ? Response.parse(folded.unfolded(text, single, Response.LONGEST))
                : Response.of(line);
    }
}
