package mailserver.mail;

import java.nio.file.Path;

/**
 * A message that stands complete in a file of its own.
 *
 * @param file      where it is
 * @param bytes     the file's length, with LF line ends
 * @param wireBytes its length with CRLF line ends, before dot-stuffing: what POP3 and SMTP call its size
 * @param sha256    lower-case hex of the file's bytes
 */
public record Content(Path file, long bytes, long wireBytes, String sha256) {
    public Content at(Path otherFile) {
        return new Content(otherFile, bytes, wireBytes, sha256);
    }
}
