package mailserver.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Sha2Crypt;

/** A hash of the SHA-crypt kind: {@code $6$salt$hash} or {@code $6$rounds=N$salt$hash}, {@code $5$} with SHA-256. */
record ShaCrypt(Variant variant, String hash) implements PasswordHash {
    enum Variant {
        SHA256("SHA256-CRYPT", "$5$", 43),
        SHA512("SHA512-CRYPT", "$6$", 86);

        private final String scheme;
        private final String prefix;
        private final int characters;
        private final Pattern pattern;

        Variant(String scheme, String prefix, int characters) {
            this.scheme = scheme;
            this.prefix = prefix;
            this.characters = characters;
            this.pattern = Pattern.compile(Pattern.quote(prefix) + "(?:rounds=([1-9][0-9]{0,8})\\$)?"
                    + "([./A-Za-z0-9]{1,16})\\$[./A-Za-z0-9]{" + characters + "}");
        }

        private String crypt(byte[] password, String setting) {
            return switch (this) {
                case SHA256 -> Sha2Crypt.sha256Crypt(password, setting);
                case SHA512 -> Sha2Crypt.sha512Crypt(password, setting);
            };
        }
    }

    private record Parts(int rounds, String salt) {}

    private static final int USUAL_ROUNDS = 5000;
    // crypt(3) itself makes none of fewer rounds.
    private static final int LEAST_ROUNDS = 1000;
    private static final int MOST_ROUNDS = 1_000_000;
    // Every round reads the whole password, so a guesser who sends long ones would make the rounds as dear as they
    // like.
    // RFC 4616 §2 asks for 255.
    private static final int LONGEST_PASSWORD = 255;

    ShaCrypt {
        int rounds = parts(variant, hash).rounds;
        if (rounds < LEAST_ROUNDS || rounds > MOST_ROUNDS) {
            throw new IllegalArgumentException(
                    "rounds=" + rounds + " is not from " + LEAST_ROUNDS + " to " + MOST_ROUNDS);
        }
    }

    private static Parts parts(Variant variant, String hash) {
        Matcher parts = variant.pattern.matcher(hash);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not such a hash; {" + variant.scheme + "} is followed by "
                    + variant.prefix + ", 1 to 16 characters of salt, $ and " + variant.characters + " characters");
        }
        return new Parts(
                Optional.ofNullable(parts.group(1)).map(Integer::parseInt).orElse(USUAL_ROUNDS), parts.group(2));
    }

    @Override
    public String scheme() {
        return variant.scheme;
    }

    @Override
    public String kind() {
        Parts parts = parts(variant, hash);
        // The salt, too, is read in each round.
        return variant.scheme + " " + parts.rounds + " " + parts.salt.length();
    }

    @Override
    public boolean verifies(String password) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LONGEST_PASSWORD) {
            return false;
        }
        return MessageDigest.isEqual(ascii(variant.crypt(bytes, hash)), ascii(hash));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "{" + variant.scheme + "}…";
    }
}
