package mailserver.pop3;

import java.io.IOException;
import java.util.Optional;
import mailserver.store.Maildrop;
import org.tinylog.Logger;

/** The client has not said yet who it is, or not proved it (RFC 1939 §4). */
record Authorization(Client client, Optional<String> user) implements State {
    @Override
    public State handle(Command command) throws IOException {
        Answers answers = client.answers();
        return switch (command) {
            case Command.User(String name) -> user(name);
            case Command.Pass(String password) -> pass(password);
            case Command.Capa() -> {
                client.tellCapabilities();
                yield this;
            }
            case Command.Quit() -> {
                answers.ok("goodbye");
                yield new Finished();
            }
            case Command.OnMaildrop needsLogin -> {
                answers.mistake("log in first");
                yield this;
            }
            case Command.Malformed(String problem) -> {
                answers.mistake(problem);
                yield this;
            }
        };
    }

    /** Every name is welcome here: a refusal would tell who has an account (RFC 1939 §13). */
    private State user(String name) throws IOException {
        if (!client.mayUsePlainPasswords()) {
            client.answers().mistake("a password is not accepted on this connection, it could be overheard");
            return this;
        }
        client.answers().ok("now the password");
        return new Authorization(client, Optional.of(name));
    }

    private State pass(String password) throws IOException {
        if (user.isEmpty()) {
            client.answers().mistake("USER comes first");
            return this;
        }
        String name = user.get();
        Login login = client.maildrops().login(name, password, client.address());
        var again = new Authorization(client, Optional.empty());
        return switch (login) {
            case Login.Opened(Maildrop maildrop) -> {
                Logger.info("POP3 login of {} from {}: {} messages", name, address(), maildrop.count());
                var transaction = new Transaction(client, name, maildrop);
                try {
                    transaction.welcome();
                } catch (IOException | RuntimeException e) {
                    // The session doesn't know yet that there is something to give back.
                    transaction.leave();
                    throw e;
                }
                yield transaction;
            }
            case Login.Denied() -> {
                refused("wrong user name or password");
                client.answers().denied("wrong user name or password");
                yield again;
            }
            case Login.InUse() -> {
                refused("in use by another session");
                client.answers().error(ResponseCode.IN_USE, "another session has this maildrop open");
                yield again;
            }
            case Login.Unavailable(String reason) -> {
                refused(reason);
                client.answers().error(ResponseCode.SYS_TEMP, reason);
                yield again;
            }
        };
    }

    private void refused(String reason) {
        Logger.info("POP3 login of {} from {} refused: {}", user.orElse(""), address(), reason);
    }

    private String address() {
        return client.address().getHostAddress();
    }

    @Override
    public void leave() {}
}
