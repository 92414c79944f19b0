package mailserver.care;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import mailserver.care.Finding.Kind;
import mailserver.mail.Measure;
import mailserver.store.MaildirName;

/** Reads one message and compares it with what its name says. */
final class MessageCheck {
    private static final Pattern SIZE = Pattern.compile("(?<=,[SW]=)[^,:]*");
    private static final int BLOCK = 64 * 1024;

    private final byte[] block = new byte[BLOCK];
    private long octets;

    /**
     * What is wrong with a message.
     *
     * @param rightName the name that would be true, where only the name is wrong
     */
    record Verdict(Finding finding, Optional<String> rightName) {}

    /** Empty when all is well, and for a message that is gone by now: it was read, moved or deleted meanwhile. */
    Optional<Verdict> check(Path file) {
        try {
            var before = attributes(file);
            if (!before.isRegularFile()) {
                return verdict(Finding.of(Kind.ODD, file, "is no file; only messages belong here"));
            }
            Measure measure = measure(file);
            if (measure.bytes() != attributes(file).size()) {
                // Somebody is writing to it: there is nothing to say yet.
                return Optional.empty();
            }
            return compare(file, MaildirName.parse(file.getFileName().toString()), measure);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            return verdict(Finding.of(Kind.UNREADABLE, file, "can't be read: " + reason(e)));
        }
    }

    /** How much was read in all. */
    long octets() {
        return octets;
    }

    private static Optional<Verdict> compare(Path file, MaildirName name, Measure measure) {
        String digest = measure.sha256();
        if (name.sha256().filter(told -> !told.equals(digest)).isPresent()) {
            String words = "has " + measure.bytes() + " octets with the SHA-256 " + digest
                    + ", which is not what its name says";
            return verdict(Finding.of(Kind.ROTTEN, file, words));
        }
        List<String> lies = new ArrayList<>();
        lie("S", name.bytes(), measure.bytes()).ifPresent(lies::add);
        lie("W", name.wireBytes(), measure.wireBytes()).ifPresent(lies::add);
        if (lies.isEmpty()) {
            return Optional.empty();
        }
        Finding finding = Finding.of(Kind.MISNAMED, file, String.join(", ", lies));
        return Optional.of(new Verdict(finding, Optional.of(corrected(name, measure))));
    }

    private static Optional<String> lie(String key, OptionalLong told, long is) {
        return told.isPresent() && told.getAsLong() != is
                ? Optional.of("has " + key + "=" + told.getAsLong() + " in its name and is " + is)
                : Optional.empty();
    }

    private static String corrected(MaildirName name, Measure measure) {
        String base = SIZE.matcher(name.base())
                .replaceAll(found -> String.valueOf(
                        name.base().charAt(found.start() - 2) == 'S' ? measure.bytes() : measure.wireBytes()));
        return base + name.fileName().substring(name.base().length());
    }

    private Measure measure(Path file) throws IOException {
        var measure = new Measure();
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            int n;
            while ((n = in.read(block)) > 0) {
                measure.update(block, 0, n);
                octets += n;
            }
        }
        return measure;
    }

    private static Optional<Verdict> verdict(Finding finding) {
        return Optional.of(new Verdict(finding, Optional.empty()));
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getClass().getSimpleName() + " " + e.getMessage();
    }
}
