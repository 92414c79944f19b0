package mailserver.sasl;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a client says that doesn't know the password, it gets an answer, and the answer is no. */
class ExchangeAttackTest {
    private static final int ROUNDS = 1000;
    private static final List<String> MESSAGES = List.of(
            "",
            "ann",
            "\0ann\0wrong",
            "ann\0ann\0wrong",
            "n,,n=ann,r=abcdefgh",
            "y,a=ann,n=ann,r=abcdefgh,x=y",
            "p=tls-exporter,,n=ann,r=abcdefgh",
            "c=biws,r=abcdefgh,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");

    private final Credentials credentials = new TestCredentials()
            .with("ann", "{PLAIN}The right one.")
            .with(
                    "bob",
                    "{SCRAM-SHA-256}4096,W22ZaJ0SNY7soEsUEjb6gQ==,"
                            + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=,wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=");

    @Test
    void oddMessages() {
        Random random = new Random(4422);
        for (int i = 0; i < ROUNDS; i++) {
            for (Mechanism mechanism : Mechanism.values()) {
                talk(mechanism.begin(credentials, initial(random)), random);
            }
        }
    }

    /** With what a right answer would begin, so that the odd part is looked at. */
    @Test
    void oddSecondMessages() {
        Random random = new Random(5802);
        // Fewer: most of them cost a derivation of keys.
        for (int i = 0; i < ROUNDS / 10; i++) {
            Step first =
                    Mechanism.SCRAM_SHA_256.begin(credentials, Optional.of(Conversation.octets("n,,n=ann,r=abcdefgh")));
            String nonce = Conversation.of(first).server().split(",")[0];
            byte[] second = Conversation.octets("c=biws," + nonce + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
            Step answer = ((Step.Challenge) first).next().respond(odd(second, random));
            assertInstanceOf(Step.Failed.class, answer);
        }
    }

    private static void talk(Step step, Random random) {
        Step current = step;
        for (int message = 0;
                message < 4 && current instanceof Step.Challenge(byte[] octets, Exchange next);
                message++) {
            current = next.respond(message(random));
        }
        assertFalse(current instanceof Step.Success);
        assertFalse(current instanceof Step.Challenge);
    }

    private static Optional<byte[]> initial(Random random) {
        return random.nextBoolean() ? Optional.of(message(random)) : Optional.empty();
    }

    private static byte[] message(Random random) {
        return odd(Conversation.octets(MESSAGES.get(random.nextInt(MESSAGES.size()))), random);
    }

    /** With up to three octets changed, put in, taken out, or the end cut off. */
    private static byte[] odd(byte[] message, Random random) {
        byte[] odd = message;
        for (int i = random.nextInt(4); i > 0 && odd.length > 0; i--) {
            int at = random.nextInt(odd.length);
            odd = switch (random.nextInt(4)) {
                case 0 -> changed(odd, at, (byte) random.nextInt(256));
                case 1 -> joined(Arrays.copyOf(odd, at), (byte) ",=\0\u00ffn".charAt(random.nextInt(5)), odd, at);
                case 2 -> joined(Arrays.copyOf(odd, at), odd[at], odd, at + 1);
                default -> Arrays.copyOf(odd, at);
            };
        }
        return odd;
    }

    private static byte[] changed(byte[] octets, int at, byte octet) {
        byte[] changed = octets.clone();
        changed[at] = octet;
        return changed;
    }

    private static byte[] joined(byte[] head, byte middle, byte[] tail, int from) {
        byte[] joined = Arrays.copyOf(head, head.length + 1 + tail.length - from);
        joined[head.length] = middle;
        System.arraycopy(tail, from, joined, head.length + 1, tail.length - from);
        return joined;
    }
}
