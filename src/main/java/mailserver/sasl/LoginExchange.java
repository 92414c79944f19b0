package mailserver.sasl;

import java.util.Optional;

/** LOGIN: the name, then the password. */
record LoginExchange(Credentials credentials) implements Exchange {
    // The draft has other words, but clients look for these.
    static final String NAME_PROMPT = "Username:";
    private static final String PASSWORD_PROMPT = "Password:";

    @Override
    public Step respond(byte[] message) {
        return text(message)
                .<Step>map(
                        user -> new Step.Challenge(Utf8.encode(PASSWORD_PROMPT), password -> checked(user, password)))
                .orElseGet(LoginExchange::malformed);
    }

    private Step checked(String user, byte[] message) {
        return text(message)
                .map(password -> new NameAndPassword("", user, password).check(credentials))
                .orElseGet(LoginExchange::malformed);
    }

    private static Optional<String> text(byte[] message) {
        return Utf8.decode(message).filter(text -> text.indexOf('\0') < 0);
    }

    private static Step malformed() {
        return new Step.Malformed("not UTF-8, or with a NUL");
    }
}
