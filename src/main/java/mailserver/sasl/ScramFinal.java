package mailserver.sasl;

import java.util.Optional;

/**
 * The client-final-message (RFC 5802 §7).
 *
 * @param binding the gs2-header that the client repeats
 * @param withoutProof all of it before the proof
 */
record ScramFinal(String binding, String nonce, byte[] proof, String withoutProof) {
    static Optional<ScramFinal> parse(byte[] octets) {
        String text =
                Utf8.decode(octets).filter(decoded -> decoded.indexOf('\0') < 0).orElse("");
        String[] fields = text.split(",", -1);
        int last = fields.length - 1;
        if (last < 2 || !ScramAttribute.all(fields, 2, last)) {
            return Optional.empty();
        }
        Optional<String> binding =
                ScramAttribute.value('c', fields[0]).flatMap(ScramFinal::octets).flatMap(Utf8::decode);
        Optional<String> nonce = ScramAttribute.value('r', fields[1]);
        Optional<byte[]> proof = ScramAttribute.value('p', fields[last]).flatMap(ScramFinal::octets);
        if (binding.isEmpty() || nonce.isEmpty() || proof.isEmpty()) {
            return Optional.empty();
        }
        String withoutProof = text.substring(0, text.length() - fields[last].length() - 1);
        return Optional.of(new ScramFinal(binding.get(), nonce.get(), proof.get(), withoutProof));
    }

    private static Optional<byte[]> octets(String base64) {
        return Response.parse(base64) instanceof Response.Data(byte[] octets) ? Optional.of(octets) : Optional.empty();
    }
}
