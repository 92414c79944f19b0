package mailserver.smtp.server;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import mailserver.mail.Address;
import mailserver.sasl.LoginService;
import mailserver.sasl.LoginService.Outcome;
import mailserver.sasl.Mechanism;
import mailserver.sasl.Response;
import mailserver.smtp.Command;
import mailserver.smtp.CommandParser;
import mailserver.smtp.Reply;
import mailserver.smtp.StandardReplies;
import mailserver.wire.Connection;
import mailserver.wire.FoldedBase64;
import mailserver.wire.Line;
import mailserver.wire.Transcript;
import mailserver.wire.text.IpText;
import mailserver.wire.text.LogLine;
import org.tinylog.Logger;

/** AUTH: challenges and responses in base64 until it is clear who the client is, or isn't (RFC 4954 §4). */
final class AuthDialogue {
    private final Connection connection;
    private final ReplyWriter replies;
    private final Transcript transcript;
    private final FoldedBase64 folded;

    AuthDialogue(Connection connection, ReplyWriter replies, Transcript transcript) {
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
    Result run(Client client, LoginService desk, Command.Auth auth) throws IOException {
        Optional<Mechanism> mechanism = Mechanism.named(auth.mechanism());
        // Wherever it leads: the rest of it must not be taken for commands.
        boolean single = mechanism.filter(known -> known == Mechanism.LOGIN).isEmpty();
        Optional<Response> initial = auth.initial().isEmpty()
                ? Optional.empty()
                : Optional.of(Response.initial(folded.unfolded(auth.initial().get(), single, Response.LONGEST)));
        if (mechanism.isEmpty()) {
            return Result.no(StandardReplies.UNKNOWN_MECHANISM);
        }
        if (!desk.mechanisms(client.secured()).contains(mechanism.get())) {
            return Result.no(
                    mechanism.get().showsPassword()
                            // RFC 4954 §4, with the status of RFC 5248.
                            ? StandardReplies.ENCRYPTION_REQUIRED
                            : StandardReplies.MECHANISM_OF_NO_USE);
        }
        Outcome outcome = desk.login(mechanism.get(), initial, challenge -> answer(challenge, single));
        String from = IpText.of(client.address());
        return switch (outcome) {
            case Outcome.LoggedIn(Address account) -> {
                Logger.info(LogLine.of("smtp", from)
                        .with("method", mechanism.get())
                        .with("user", account)
                        .status("authenticated"));
                yield new Result(StandardReplies.AUTHENTICATED, Optional.of(account));
            }
            case Outcome.Denied(String user, String why) -> {
                Logger.info(LogLine.of("smtp", from)
                        .with("method", mechanism.get())
                        .with("user", user)
                        .status("authentication-failed", why));
                yield Result.no(StandardReplies.AUTHENTICATION_FAILED);
            }
            case Outcome.Malformed(String why) ->
                Result.no(StandardReplies.malformedResponse(mechanism.get().toString(), why));
            case Outcome.Cancelled() -> Result.no(StandardReplies.AUTHENTICATION_CANCELLED);
            case Outcome.Later() -> Result.no(StandardReplies.TOO_MANY_FAILED_LOGINS);
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
