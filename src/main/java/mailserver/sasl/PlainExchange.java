package mailserver.sasl;

import java.util.Optional;

/** PLAIN: {@code [authzid] NUL authcid NUL passwd} (RFC 4616 §2). */
record PlainExchange(Credentials credentials) implements Exchange {
    @Override
    public Step respond(byte[] message) {
        Optional<String> text = Utf8.decode(message);
        if (text.isEmpty()) {
            return new Step.Malformed("not UTF-8");
        }
        String[] parts = text.get().split("\0", -1);
        if (parts.length != 3) {
            return new Step.Malformed("PLAIN has two NULs, before the name and before the password");
        }
        return new NameAndPassword(parts[0], parts[1], parts[2]).check(credentials);
    }
}
