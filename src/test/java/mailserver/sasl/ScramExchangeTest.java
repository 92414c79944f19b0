package mailserver.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ongres.scram.client.ScramClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScramExchangeTest {
    private static final String CLIENT_NONCE = "rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String FIRST = "n,,n=user,r=" + CLIENT_NONCE;
    private static final String CHALLENGE = "r=" + CLIENT_NONCE + SERVER_NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String WITHOUT_PROOF = "c=biws,r=" + CLIENT_NONCE + SERVER_NONCE;
    private static final String PROOF = "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String VERIFIED = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    // The passwords are "pencil", but of hash, "Hello world!".
    private final TestCredentials credentials = new TestCredentials()
            .with(
                    "user",
                    "{SCRAM-SHA-256}4096,W22ZaJ0SNY7soEsUEjb6gQ==,"
                            + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=,wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=")
            .with("plain", "{PLAIN}pencil")
            .with("\"a,b=c\"", "{PLAIN}pencil")
            .with("hash", "$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5");

    private Conversation exchange() {
        Exchange begun = new ScramExchange(credentials, () -> SERVER_NONCE);
        return Conversation.of(new Step.Challenge(new byte[0], begun));
    }

    @Test
    void rfc7677_3_theExample() {
        exchange()
                .client(FIRST)
                .server(CHALLENGE)
                .client(WITHOUT_PROOF + "," + PROOF)
                .server(VERIFIED)
                .client("")
                .succeeds("user@lan.example");
    }

    @Test
    void rfc5802_3_aWrongProofSaysNothing() {
        exchange()
                .client(FIRST)
                .client(WITHOUT_PROOF + ",p=" + PROOF.substring(2).replace('d', 'e'))
                .denied("user", "wrong name or password");
        // A proof for another exchange.
        exchange()
                .client(FIRST + "A")
                .client("c=biws,r=" + CLIENT_NONCE + "A" + SERVER_NONCE + "," + PROOF)
                .denied("user", "wrong name or password");
        for (String proof : List.of("YQ==", "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQA")) {
            exchange().client(FIRST).client(WITHOUT_PROOF + ",p=" + proof).denied("user", "wrong name or password");
        }
    }

    @Test
    void rfc5802_5_1_theProofCoversTheNonceOfTheServer() {
        Conversation other = Conversation.begin(credentials, Mechanism.SCRAM_SHA_256, FIRST);
        assertNotEquals(CHALLENGE, other.server());
        other.client(WITHOUT_PROOF + "," + PROOF).malformed("not the nonce that was sent");
    }

    @Test
    void rfc5802_5_1_nobodyActsForAnother() {
        exchange().client("n,a=user," + FIRST.substring(3)).server(CHALLENGE);
        exchange().client("n,a=USER@lan.example," + FIRST.substring(3)).server(CHALLENGE);
        exchange().client("n,a=plain," + FIRST.substring(3)).denied("user", "wants to act as somebody else");
        exchange()
                .client("n,a=user," + FIRST.substring(3))
                .client(WITHOUT_PROOF + "," + PROOF)
                .malformed("the second message of SCRAM doesn't repeat how the first began");
    }

    @Test
    void rfc5802_6_channelBinding() {
        // A client that could, and sees that we can't.
        exchange().client("y" + FIRST.substring(1)).server(CHALLENGE);
        exchange()
                .client("y" + FIRST.substring(1))
                .client(WITHOUT_PROOF + "," + PROOF)
                .malformed("the second message of SCRAM doesn't repeat how the first began");
        exchange().client("p=tls-exporter" + FIRST.substring(1)).malformed("no channel binding here");
    }

    @Test
    void rfc5802_5_1_extensions() {
        exchange().client("n,,m=a,n=user,r=abc").malformed("no extension is known here");
        exchange().client(FIRST + ",x=y,z=1=2").server(CHALLENGE);
        exchange().client(FIRST + ",x=").malformed("not an extension of SCRAM");
        exchange().client(FIRST + ",1=a").malformed("not an extension of SCRAM");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''",
                "n",
                "n,,",
                "n,,n=user",
                "n,,n=,r=abc",
                "n,,n=user,r=",
                "n,,r=abc,n=user",
                "n,user,n=user,r=abc",
                "n,a=,n=user,r=abc",
                "N,,n=user,r=abc",
                ",,n=user,r=abc",
                "ny,,n=user,r=abc",
                "n,,user,r=abc",
                "n,,n=us=er,r=abc",
                "n,,n=user=2,r=abc",
                "n,,n===2C3D,r=abc",
                "n,,n=user=2c,r=abc",
                "n,a==,n=user,r=abc",
                "n,,n=user,r=a b",
                "n,,n=user,r=\u00e4"
            })
    void rfc5802_7_whatIsNotAFirstMessage(String message) {
        exchange().client(message).malformed("not the first message of SCRAM");
    }

    @Test
    void rfc5802_7_isUtf8WithoutNul() {
        exchange()
                .client(new byte[] {'n', ',', ',', 'n', '=', (byte) 0xff, ',', 'r', '=', 'a'})
                .malformed("not the first message of SCRAM");
        exchange().client("n,,n=a\0b,r=abc").malformed("not the first message of SCRAM");
        exchange()
                .client(FIRST)
                .client(new byte[] {'c', '=', (byte) 0xff})
                .malformed("not the second message of SCRAM");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c=biws",
                WITHOUT_PROOF,
                WITHOUT_PROOF + ",p=",
                WITHOUT_PROOF + ",p=*",
                WITHOUT_PROOF + ",p=YQ",
                WITHOUT_PROOF + ",p=Y",
                WITHOUT_PROOF + "," + PROOF + ",x=y",
                WITHOUT_PROOF + ",x," + PROOF,
                "c=,r=abc," + PROOF,
                "c=%,r=abc," + PROOF,
                "c=/w==,r=abc," + PROOF,
                "c=biws,r=," + PROOF,
                "r=abc,c=biws," + PROOF
            })
    void rfc5802_7_whatIsNotASecondMessage(String message) {
        Conversation begun = exchange().client(FIRST);
        if (message.equals(WITHOUT_PROOF + ",p=YQ")) {
            // Base64 without its padding is read.
            begun.client(message).denied("user", "wrong name or password");
        } else {
            begun.client(message).malformed("not the second message of SCRAM");
        }
    }

    @Test
    void rfc4954_4_theLastResponseIsEmpty() {
        exchange()
                .client(FIRST)
                .client(WITHOUT_PROOF + "," + PROOF)
                .client("more")
                .malformed("the last message of SCRAM is empty");
    }

    /** The exchange with a client that others wrote. */
    private Optional<String> login(String user, String password) throws Exception {
        ScramClient client = ScramClient.builder()
                .advertisedMechanisms(List.of(Mechanism.SCRAM_SHA_256.toString()))
                .username(user)
                .password(password.toCharArray())
                .build();
        Step first = Mechanism.SCRAM_SHA_256.begin(
                credentials,
                Optional.of(Conversation.octets(client.clientFirstMessage().toString())));
        client.serverFirstMessage(Conversation.of(first).server());
        Step second = ((Step.Challenge) first)
                .next()
                .respond(Conversation.octets(client.clientFinalMessage().toString()));
        return switch (second) {
            case Step.Challenge(byte[] octets, Exchange next) -> {
                client.serverFinalMessage(new String(octets, StandardCharsets.UTF_8));
                yield next.respond(new byte[0]) instanceof Step.Success(var account)
                        ? Optional.of(account.toString())
                        : Optional.empty();
            }
            case Step.Success success -> throw new AssertionError("the server has not proved itself");
            case Step.Failed failed -> Optional.empty();
        };
    }

    @Test
    void anotherClientLogsIn() throws Exception {
        assertEquals(Optional.of("user@lan.example"), login("user", "pencil"));
        assertEquals(Optional.of("USER@lan.example"), login("USER@lan.example", "pencil"));
        assertEquals(Optional.of("plain@lan.example"), login("plain", "pencil"));
        assertEquals(Optional.of("\"a,b=c\"@lan.example"), login("\"a,b=c\"@lan.example", "pencil"));
        for (String user : List.of("user", "plain", "hash", "nobody", "no address")) {
            assertEquals(Optional.empty(), login(user, "Pencil"), user);
            assertEquals(Optional.empty(), login(user, "Hello world!"), user);
        }
    }

    @Test
    void rfc5802_5_1_passwordsAreSaslprepared() throws Exception {
        credentials.with("odd", "{PLAIN}p\u00e4ss\u00a0w\u00adord\u00aa");
        assertEquals(Optional.of("odd@lan.example"), login("odd", "pa\u0308ss worda"));
    }

    @Test
    void rfc5802_9_theChallengeDoesNotTellWhoExists() {
        for (String user : List.of("plain", "hash", "nobody", "no address")) {
            String first = "n,,n=" + user + ",r=abc";
            String challenge = exchange().client(first).server();
            // A salt of 16 octets, as many iterations as those have whose keys are known, and the same each time.
            assertTrue(challenge.matches("r=abc.{30},s=[A-Za-z0-9+/]{22}==,i=4096"), challenge);
            exchange().client(first).server(challenge);
        }
        String nobody = exchange().client("n,,n=nobody,r=abc").server();
        assertFalse(nobody.equals(exchange().client("n,,n=noone,r=abc").server()));
        exchange().client("n,,n=NOBODY@lan.example,r=abc").server(nobody);
    }
}
