package mailserver.sasl;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import mailserver.mail.Address;

/**
 * Where one client logs in.
 *
 * @param plaintext this client may show its password to whoever listens
 */
public record LoginService(Credentials credentials, LoginGuard guard, boolean plaintext) {
    /** The client at the other end of an exchange. */
    @FunctionalInterface
    public interface Client {
        /** @param challenge in base64, to be sent as the protocol has it */
        Response answer(String challenge) throws IOException;
    }

    /** How a login ended. */
    public sealed interface Outcome {
        record LoggedIn(Address account) implements Outcome {}

        /** @param user as the client wrote it, for the log */
        record Denied(String user, String why) implements Outcome {}

        record Malformed(String why) implements Outcome {}

        /** The client thought better of it (RFC 4954 §4). */
        record Cancelled() implements Outcome {}

        /** Too many failures from there; nothing was looked at. */
        record Later() implements Outcome {}
    }

    /** @param secured nobody can listen */
    public List<Mechanism> mechanisms(boolean secured) {
        return Mechanism.offered(credentials, secured || plaintext);
    }

    /** Whether a password may be shown on this connection. */
    public boolean takesPassword(boolean secured) {
        return secured || plaintext;
    }

    /**
     * Plays an exchange to its end.
     *
     * @param initial what came along with the name of the mechanism
     */
    public Outcome login(Mechanism mechanism, Optional<Response> initial, Client client) throws IOException {
        var login = new GuardedLogin(credentials, guard);
        try {
            return play(login, mechanism, initial, client);
        } catch (GuardedLogin.NotAdmitted e) {
            return new Outcome.Later();
        } finally {
            login.end();
        }
    }

    /** A login without an exchange, such as POP3's USER and PASS. */
    public Outcome login(String user, String password) {
        var login = new GuardedLogin(credentials, guard);
        try {
            return end(login, new NameAndPassword("", user, password).check(login));
        } catch (GuardedLogin.NotAdmitted e) {
            return new Outcome.Later();
        } finally {
            login.end();
        }
    }

    private static Outcome play(GuardedLogin login, Mechanism mechanism, Optional<Response> initial, Client client)
            throws IOException {
        Step step;
        switch (initial.orElse(new Response.Data(new byte[0]))) {
            case Response.Data(byte[] octets) ->
                step = mechanism.begin(login, initial.isPresent() ? Optional.of(octets) : Optional.empty());
            case Response.Cancelled() -> {
                return new Outcome.Cancelled();
            }
            case Response.Malformed() -> {
                return notBase64();
            }
        }
        while (step instanceof Step.Challenge(byte[] octets, Exchange next)) {
            switch (client.answer(Response.encode(octets))) {
                case Response.Data(byte[] answer) -> step = next.respond(answer);
                case Response.Cancelled() -> {
                    return new Outcome.Cancelled();
                }
                case Response.Malformed() -> {
                    return notBase64();
                }
            }
        }
        return end(login, step);
    }

    private static Outcome end(GuardedLogin login, Step step) {
        return switch (step) {
            case Step.Success(Address account) -> {
                login.granted(account);
                yield new Outcome.LoggedIn(account);
            }
            case Step.Denied(String user, String why) -> {
                login.denied(user);
                yield new Outcome.Denied(user, why);
            }
            case Step.Malformed(String why) -> new Outcome.Malformed(why);
            case Step.Challenge challenge -> throw new IllegalStateException("an exchange that has not ended");
        };
    }

    private static Outcome notBase64() {
        return new Outcome.Malformed("not base64");
    }
}
