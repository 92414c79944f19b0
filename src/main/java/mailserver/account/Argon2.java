package mailserver.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** A hash of Argon2 (RFC 9106) in the text form of its reference implementation, {@code $argon2id$v=19$m=…}. */
record Argon2(Variant variant, String hash) implements PasswordHash {
    enum Variant {
        I("ARGON2I", "argon2i", Argon2Parameters.ARGON2_i),
        ID("ARGON2ID", "argon2id", Argon2Parameters.ARGON2_id);

        private final String scheme;
        private final String name;
        private final int type;
        private final Pattern pattern;

        Variant(String scheme, String name, int type) {
            this.scheme = scheme;
            this.name = name;
            this.type = type;
            // Base64 without padding: 8 to 48 octets of salt, 16 to 64 of hash.
            this.pattern = Pattern.compile("\\$" + name + "\\$v=19\\$m=([1-9][0-9]{0,9}),t=([1-9][0-9]{0,9}),"
                    + "p=([1-9][0-9]{0,2})\\$([A-Za-z0-9+/]{11,64})\\$([A-Za-z0-9+/]{22,86})");
        }
    }

    /** {@code kibibytes} of memory, gone over {@code passes} times. */
    private record Parts(long kibibytes, long passes, int lanes, byte[] salt, byte[] tag) {}

    // 256 MiB three times is what libsodium calls moderate, and about a second; Dovecot's hashes take a quarter of it.
    private static final long MOST_KIBIBYTES = 256 * 1024;
    private static final long MOST_WORK = 3 * MOST_KIBIBYTES;

    Argon2 {
        Parts parts = parts(variant, hash);
        if (parts.kibibytes > MOST_KIBIBYTES) {
            throw new IllegalArgumentException(
                    "m=" + parts.kibibytes + " is more than " + MOST_KIBIBYTES + " KiB of memory for one login");
        }
        if (parts.kibibytes * parts.passes > MOST_WORK) {
            throw new IllegalArgumentException("m=" + parts.kibibytes + " times t=" + parts.passes + " is more than "
                    + MOST_WORK + ", and a login would take seconds");
        }
        // RFC 9106 §3.1
        if (parts.kibibytes < 8L * parts.lanes) {
            throw new IllegalArgumentException("m=" + parts.kibibytes + " is less than 8 times p=" + parts.lanes);
        }
    }

    private static Parts parts(Variant variant, String hash) {
        Matcher parts = variant.pattern.matcher(hash);
        if (!parts.matches()) {
            throw malformed(variant);
        }
        try {
            return new Parts(
                    Long.parseLong(parts.group(1)),
                    Long.parseLong(parts.group(2)),
                    Integer.parseInt(parts.group(3)),
                    Base64.getDecoder().decode(parts.group(4)),
                    Base64.getDecoder().decode(parts.group(5)));
        } catch (IllegalArgumentException e) {
            // A number of characters that no octets give. The cause would show the hash.
            throw malformed(variant);
        }
    }

    private static IllegalArgumentException malformed(Variant variant) {
        return new IllegalArgumentException("not such a hash; {" + variant.scheme + "} is followed by $" + variant.name
                + "$v=19$m=65536,t=3,p=1$salt$hash");
    }

    @Override
    public String scheme() {
        return variant.scheme;
    }

    @Override
    public String kind() {
        Parts parts = parts(variant, hash);
        return variant.name + " " + parts.kibibytes + " " + parts.passes + " " + parts.lanes;
    }

    @Override
    public int kibibytes() {
        return Math.toIntExact(parts(variant, hash).kibibytes);
    }

    @Override
    public boolean verifies(String password) {
        Parts parts = parts(variant, hash);
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(variant.type)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(Math.toIntExact(parts.kibibytes))
                .withIterations(Math.toIntExact(parts.passes))
                .withParallelism(parts.lanes)
                .withSalt(parts.salt)
                .build());
        byte[] tag = new byte[parts.tag.length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), tag);
        return MessageDigest.isEqual(tag, parts.tag);
    }

    @Override
    public String toString() {
        return "{" + variant.scheme + "}…";
    }
}
