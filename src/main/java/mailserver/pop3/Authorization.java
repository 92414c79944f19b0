package mailserver.pop3;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import mailserver.mail.Address;
import mailserver.sasl.LoginService;
import mailserver.sasl.Mechanism;
import mailserver.sasl.Response;
import mailserver.store.Maildrop;
import mailserver.wire.text.IpText;
import mailserver.wire.text.LogLine;
import mailserver.wire.text.Printable;
import org.tinylog.Logger;

/** The client has not said yet who it is, or not proved it (RFC 1939 §4). */
record Authorization(Client client, Optional<String> user) implements State {
    private static final String FAILED = "authentication-failed";
    private static final String REFUSED = "login-refused";

    @Override
    public State handle(Command command) throws IOException {
        ReplyWriter replies = client.replies();
        return switch (command) {
            case Command.User(String name) -> user(name);
            case Command.Pass(String password) -> pass(password);
            case Command.Auth auth -> auth(auth);
            case Command.Stls() -> stls();
            case Command.Utf8() -> {
                // Nothing to remember: UTF-8 is taken in names and sent in messages, whether it was asked for or not.
                replies.ok();
                yield this;
            }
            case Command.Capa() -> {
                client.tellCapabilities(Optional.empty());
                yield this;
            }
            case Command.Lang(Optional<String> range) -> {
                client.language(range);
                yield this;
            }
            case Command.Quit() -> {
                replies.ok();
                yield new Finished();
            }
            case Command.OnMaildrop needsLogin -> {
                replies.mistake(new ReplyText.LogInFirst());
                yield this;
            }
            case Command.Malformed(ReplyText problem) -> {
                replies.mistake(problem);
                yield this;
            }
        };
    }

    /** RFC 5034 §4. */
    private State auth(Command.Auth auth) throws IOException {
        if (auth.mechanism().isEmpty()) {
            client.replies().list(new ReplyText.Mechanisms(), client.mechanisms());
            return this;
        }
        Optional<Mechanism> named = Mechanism.named(auth.mechanism().get());
        // Wherever it leads: the rest of it must not be taken for commands.
        boolean single = named.filter(known -> known == Mechanism.LOGIN).isEmpty();
        Optional<Response> initial = auth.initial().isEmpty()
                ? Optional.empty()
                : Optional.of(client.channel().initial(auth.initial().get(), single));
        Optional<Mechanism> mechanism =
                named.filter(known -> client.mechanisms().contains(known.toString()));
        if (mechanism.isEmpty()) {
            client.replies().mistake(new ReplyText.UnknownMechanism());
            return this;
        }
        LoginService.Outcome outcome = client.loginService()
                .login(mechanism.get(), initial, challenge -> client.channel().answer(challenge, single));
        return switch (outcome) {
            case LoginService.Outcome.LoggedIn(Address account) ->
                entered(account.toString(), client.maildrops().enter(account));
            case LoginService.Outcome.Denied(String user, String why) ->
                entered(Printable.word(user), new LoginResult.Denied());
            case LoginService.Outcome.Later() -> entered("somebody", new LoginResult.Later());
            case LoginService.Outcome.Malformed(String why) -> {
                client.replies().mistake(new ReplyText.MalformedResponse());
                yield this;
            }
            case LoginService.Outcome.Cancelled() -> {
                client.replies().error(new ReplyText.Cancelled());
                yield this;
            }
        };
    }

    /** RFC 2595 §4. What was said in the clear is forgotten. */
    private State stls() throws IOException {
        if (!client.channel().canBeSecured()) {
            client.replies().mistake(client.channel().isSecured() ? new ReplyText.TlsAlready() : new ReplyText.NoTls());
            return this;
        }
        client.replies().ok();
        client.channel().secure();
        return new Authorization(client, Optional.empty());
    }

    /** Every name is welcome here: a refusal would tell who has an account (RFC 1939 §13). */
    private State user(String name) throws IOException {
        if (!client.mayUsePlainPasswords()) {
            client.replies().mistake(new ReplyText.PasswordOverheard());
            return this;
        }
        client.replies().ok();
        return new Authorization(client, Optional.of(name));
    }

    private State pass(String password) throws IOException {
        if (user.isEmpty()) {
            client.replies().mistake(new ReplyText.UserFirst());
            return this;
        }
        String name = user.get();
        return entered(name, client.maildrops().login(name, password, client.address()));
    }

    private State entered(String name, LoginResult login) throws IOException {
        var again = new Authorization(client, Optional.empty());
        return switch (login) {
            case LoginResult.Opened(Maildrop maildrop, Address account) -> {
                client.channel().loggedIn();
                Logger.info(LogLine.of("pop3", address())
                        .with("user", name)
                        .with("messages", maildrop.count())
                        .status("authenticated"));
                var transaction = new Transaction(client, name, account, maildrop);
                try {
                    transaction.welcome();
                } catch (IOException | RuntimeException e) {
                    // The session doesn't know yet that there is something to give back.
                    transaction.leave();
                    throw e;
                }
                yield transaction;
            }
            case LoginResult.Denied() -> {
                refused(name, FAILED, "wrong user name or password");
                client.replies().denied(new ReplyText.WrongLogin());
                yield again;
            }
            case LoginResult.Later() -> {
                refused(name, FAILED, "too many failures from there");
                client.replies().error(ResponseCode.SYS_TEMP, new ReplyText.TooManyFailures());
                yield again;
            }
            case LoginResult.InUse() -> {
                refused(name, REFUSED, "in use by another session");
                client.replies().error(ResponseCode.IN_USE, new ReplyText.InUse());
                yield again;
            }
            case LoginResult.TooSoon(Duration left) -> {
                refused(name, REFUSED, "too soon");
                long seconds = Capabilities.wholeSeconds(left);
                client.replies().error(ResponseCode.LOGIN_DELAY, new ReplyText.TooSoon(seconds));
                yield again;
            }
            case LoginResult.Unavailable() -> {
                refused(name, REFUSED, "the maildrop can't be opened");
                client.replies().error(ResponseCode.SYS_TEMP, new ReplyText.Unavailable());
                yield again;
            }
        };
    }

    /** @param status tells who guesses from those who know the password */
    private void refused(String name, String status, String reason) {
        Logger.info(LogLine.of("pop3", address()).with("user", name).status(status, reason));
    }

    private String address() {
        return IpText.of(client.address());
    }

    @Override
    public void leave() {}
}
