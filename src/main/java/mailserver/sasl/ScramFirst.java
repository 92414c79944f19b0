package mailserver.sasl;

import java.util.Optional;

/** The client-first-message, {@code gs2-header client-first-message-bare} (RFC 5802 §7), or why it is none. */
sealed interface ScramFirst {
    /**
     * @param header the gs2-header, which the client must repeat
     * @param authorization whom it wants to act as; empty for itself
     * @param bare the message without the header
     */
    record Message(String header, String authorization, String user, String nonce, String bare) implements ScramFirst {}

    record Unfit(String why) implements ScramFirst {}

    static ScramFirst parse(byte[] octets) {
        String text = Utf8.decode(octets).orElse("");
        String[] fields = text.split(",", -1);
        if (fields.length < 4 || text.indexOf('\0') >= 0) {
            return new Unfit("not the first message of SCRAM");
        }
        if (fields[0].startsWith("p=")) {
            // RFC 5802 §6: the client wants what this mechanism, without -PLUS, doesn't do.
            return new Unfit("no channel binding here");
        }
        if (fields[2].startsWith("m=")) {
            return new Unfit("no extension is known here");
        }
        Optional<String> authorization = fields[1].isEmpty()
                ? Optional.of("")
                : ScramAttribute.value('a', fields[1]).flatMap(ScramFirst::name);
        Optional<String> user = ScramAttribute.value('n', fields[2]).flatMap(ScramFirst::name);
        Optional<String> nonce = ScramAttribute.value('r', fields[3]).filter(ScramFirst::isNonce);
        // "y" is a client that could bind and thinks that we can't, and it is right (RFC 5802 §6).
        boolean known = fields[0].equals("n") || fields[0].equals("y");
        if (!known || authorization.isEmpty() || user.isEmpty() || nonce.isEmpty()) {
            return new Unfit("not the first message of SCRAM");
        }
        if (!ScramAttribute.all(fields, 4, fields.length)) {
            return new Unfit("not an extension of SCRAM");
        }
        String header = fields[0] + "," + fields[1] + ",";
        return new Message(header, authorization.get(), user.get(), nonce.get(), text.substring(header.length()));
    }

    /** saslname: a comma is written {@code =2C}, an equals sign {@code =3D} (RFC 5802 §5.1). */
    private static Optional<String> name(String written) {
        String[] parts = written.split("=", -1);
        for (int i = 1; i < parts.length; i++) {
            if (!parts[i].startsWith("2C") && !parts[i].startsWith("3D")) {
                return Optional.empty();
            }
        }
        return Optional.of(written.replace("=2C", ",").replace("=3D", "="));
    }

    private static boolean isNonce(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
