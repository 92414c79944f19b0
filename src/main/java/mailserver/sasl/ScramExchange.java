package mailserver.sasl;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import mailserver.account.ScramChallenge;
import mailserver.mail.Address;

/**
 * SCRAM-SHA-256 (RFC 5802 §5 with RFC 7677), the server's side: it waits for the client's first message.
 *
 * @param nonces the server's part of the nonce, another one each time
 */
record ScramExchange(Credentials credentials, Supplier<String> nonces) implements Exchange {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_OCTETS = 18;

    ScramExchange(Credentials credentials) {
        this(credentials, ScramExchange::nonce);
    }

    private static String nonce() {
        byte[] octets = new byte[NONCE_OCTETS];
        RANDOM.nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets);
    }

    @Override
    public Step respond(byte[] message) {
        return switch (ScramFirst.parse(message)) {
            case ScramFirst.Unfit(String why) -> new Step.Malformed(why);
            case ScramFirst.Message first -> challenge(first);
        };
    }

    private Step challenge(ScramFirst.Message first) {
        if (!NameAndPassword.isSame(credentials, first.authorization(), first.user())) {
            return new Step.Denied(first.user(), "wants to act as somebody else");
        }
        Address address = credentials.address(first.user());
        ScramChallenge challenge = credentials.scram(address);
        String nonce = first.nonce() + nonces.get();
        String serverFirst = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(challenge.salt()) + ",i="
                + challenge.iterations();
        return new Step.Challenge(
                Utf8.encode(serverFirst),
                last -> prove(new Proving(first, address, challenge, nonce, serverFirst), last));
    }

    /** What both sides have said so far. */
    private record Proving(
            ScramFirst.Message first, Address address, ScramChallenge challenge, String nonce, String serverFirst) {}

    private static Step prove(Proving proving, byte[] message) {
        Optional<ScramFinal> parsed = ScramFinal.parse(message);
        if (parsed.isEmpty()) {
            return new Step.Malformed("not the second message of SCRAM");
        }
        ScramFinal last = parsed.get();
        if (!last.nonce().equals(proving.nonce)) {
            return new Step.Malformed("not the nonce that was sent");
        }
        if (!last.binding().equals(proving.first.header())) {
            return new Step.Malformed("the second message of SCRAM doesn't repeat how the first began");
        }
        String authMessage = proving.first.bare() + "," + proving.serverFirst + "," + last.withoutProof();
        return proving.challenge
                .answer(Utf8.encode(authMessage), last.proof())
                .<Step>map(signature -> new Step.Challenge(
                        Utf8.encode("v=" + Base64.getEncoder().encodeToString(signature)),
                        nothing -> finished(proving.address, nothing)))
                .orElseGet(() -> new Step.Denied(proving.first.user(), "wrong name or password"));
    }

    /**
     * Neither SMTP nor POP3 has room for the server's last words beside its yes, so they are a challenge of their own,
     * and the client has nothing to say to it (RFC 4954 §4, RFC 5034 §4).
     */
    private static Step finished(Address address, byte[] message) {
        return message.length == 0
                ? new Step.Success(address)
                : new Step.Malformed("the last message of SCRAM is empty");
    }
}
