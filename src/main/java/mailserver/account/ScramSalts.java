package mailserver.account;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import mailserver.config.file.PrivateFile;
import mailserver.mail.Address;

/**
 * The parameters that SCRAM shows for a name without keys of its own in the accounts file: an account with another
 * secret, or nobody at all.
 *
 * <p>They look like those of an account that has keys, and the same name always gets the same: a salt that changed from
 * one question to the next would tell that it is made up (RFC 5802 §9). So they are a keyed hash of the name. The key
 * must outlive the process, else two questions before and after a restart tell.
 */
public final class ScramSalts {
    private static final int KEY_LENGTH = 32;
    private static final int SALT_LENGTH = 16;
    // Where nobody has keys, nothing has to be imitated. About ten milliseconds a login, and as much a guess for
    // whoever has listened to one.
    private static final int ITERATIONS = 16_384;

    private final byte[] key;

    private ScramSalts(byte[] key) {
        this.key = key;
    }

    /** Salts that last as long as this object. */
    public static ScramSalts fleeting() {
        return new ScramSalts(randomKey());
    }

    /** Salts that last as long as a file, which is made when absent or not the whole key. */
    public static ScramSalts kept(Path file) throws IOException {
        PrivateFile.createIfAbsent(file);
        String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        if (text.matches("[0-9a-f]{" + 2 * KEY_LENGTH + "}")) {
            return new ScramSalts(HexFormat.of().parseHex(text));
        }
        byte[] key = randomKey();
        PrivateFile.replace(file, HexFormat.of().formatHex(key) + "\n");
        return new ScramSalts(key);
    }

    private static byte[] randomKey() {
        byte[] key = new byte[KEY_LENGTH];
        new SecureRandom().nextBytes(key);
        return key;
    }

    /** What a name shows among accounts with these keys. */
    ScramParameters parameters(Address name, List<ScramHash> known) {
        if (known.isEmpty()) {
            return new ScramParameters(salt(name, SALT_LENGTH), ITERATIONS);
        }
        // Not always those of the first, or of most: then a name with any others would be a real one.
        long number = ByteBuffer.wrap(hash("model", name)).getLong();
        ScramParameters model = known.get(Math.floorMod(number, known.size())).parameters();
        return new ScramParameters(salt(name, model.salt().length), model.iterations());
    }

    private byte[] salt(Address name, int length) {
        return Arrays.copyOf(hash("salt", name), length);
    }

    private byte[] hash(String purpose, Address name) {
        return Hmac.sha256(key, (purpose + "\0" + name.folded()).getBytes(StandardCharsets.UTF_8));
    }
}
