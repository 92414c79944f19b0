package mailserver.smtp.client.connection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import mailserver.config.value.PeerLogin;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.Reply;

/**
 * Logs in at a smarthost (RFC 4954), which must see the password: PLAIN, or LOGIN where there is only that. Nobody else sees it,
 * since the way to the peer saw to TLS before. Whatever goes wrong is for now only: mail doesn't come back for a wrong password here.
 */
final class ClientAuth {
    private static final String PLAIN = "PLAIN";
    private static final String LOGIN = "LOGIN";
    private static final String BLANKED = "****";

    private final ClientDialogue dialogue;
    private final Duration timeout;

    ClientAuth(ClientDialogue dialogue, Duration timeout) {
        this.dialogue = dialogue;
        this.timeout = timeout;
    }

    void logIn(PeerLogin login, ClientExtensions offers) throws IOException, ClientFailure {
        String password;
        try {
            password = login.password();
        } catch (IOException e) {
            throw new ClientFailure(RecipientOutcome.deferred("no login at the next server: " + e.getMessage()));
        }
        if (offers.auth().contains(PLAIN)) {
            plain(login.user(), password);
        } else if (offers.auth().contains(LOGIN)) {
            login(login.user(), password);
        } else {
            throw new ClientFailure(
                    RecipientOutcome.deferred("the next server offers no login by AUTH PLAIN or AUTH LOGIN"));
        }
    }

    /** RFC 4616, with the initial response of RFC 4954 §4. */
    private void plain(String user, String password) throws IOException, ClientFailure {
        String command = "AUTH " + PLAIN;
        dialogue.send(command + " " + base64("\0" + user + "\0" + password), command + " " + BLANKED);
        require(235, command, dialogue.reply(command, timeout));
    }

    /** The name in answer to the first challenge, the password to the second, whatever they say. */
    private void login(String user, String password) throws IOException, ClientFailure {
        String command = "AUTH " + LOGIN;
        require(334, command, dialogue.ask(command, timeout));
        dialogue.send(base64(user), BLANKED);
        require(334, command, dialogue.reply(command, timeout));
        dialogue.send(base64(password), BLANKED);
        require(235, command, dialogue.reply(command, timeout));
    }

    private static void require(int code, String command, Reply reply) throws ClientFailure {
        if (reply.code() != code) {
            throw new ClientFailure(RecipientOutcome.deferred(command, reply));
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
