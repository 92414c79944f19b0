package mailserver.config.value;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import mailserver.config.file.TextLines;

/**
 * A name at a smarthost, and the file with its password. The password itself is read when it is needed and kept nowhere, so that
 * nothing that prints a configuration can print it, and a new one counts at once.
 */
public record PeerLogin(String user, Path passwordFile) {
    /**
     * The first line of the file.
     *
     * @throws IOException with words for what is wrong with the file, and nothing of what is in it
     */
    public String password() throws IOException {
        String password;
        try {
            password = TextLines.withoutMark(Files.readString(passwordFile))
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (NoSuchFileException e) {
            throw new IOException("no such file: " + passwordFile, e);
        } catch (CharacterCodingException e) {
            throw new IOException("the password file " + passwordFile + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw new IOException("the password file " + passwordFile + " can't be read: " + e, e);
        }
        // NUL is what separates name and password in PLAIN (RFC 4616 §2).
        if (password.isEmpty() || password.indexOf('\0') >= 0) {
            throw new IOException("the first line of " + passwordFile + " is no password");
        }
        return password;
    }

    /** Whether every user of this machine can read it. False when that can't be found out. */
    public boolean isOpenToAll() {
        try {
            return Files.getPosixFilePermissions(passwordFile).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
