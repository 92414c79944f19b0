package mailserver.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import mailserver.mail.Address;

/** An exchange as it goes on, message by message. */
final class Conversation {
    private Step step;

    private Conversation(Step step) {
        this.step = step;
    }

    static Conversation of(Step step) {
        return new Conversation(step);
    }

    static Conversation begin(Credentials credentials, Mechanism mechanism) {
        return new Conversation(mechanism.begin(credentials, Optional.empty()));
    }

    static Conversation begin(Credentials credentials, Mechanism mechanism, String initial) {
        return new Conversation(mechanism.begin(credentials, Optional.of(octets(initial))));
    }

    Conversation server(String challenge) {
        assertEquals(challenge, server());
        return this;
    }

    String server() {
        return new String(challenge().octets(), StandardCharsets.UTF_8);
    }

    Conversation client(String response) {
        return client(octets(response));
    }

    Conversation client(byte[] response) {
        step = challenge().next().respond(response);
        return this;
    }

    void succeeds(String account) {
        assertEquals(new Step.Success(Address.parse(account).orElseThrow()), step);
    }

    void denied(String user, String why) {
        assertEquals(new Step.Denied(user, why), step);
    }

    void malformed(String why) {
        assertEquals(new Step.Malformed(why), step);
    }

    private Step.Challenge challenge() {
        return assertInstanceOf(Step.Challenge.class, step);
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
