package mailserver.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.OptionalLong;

/** How much a Maildir holds, as its names tell it: no message is opened, and those without a size are asked for it. */
public final class Usage {
    private Usage() {}

    /** In octets, as stored. */
    public static long of(Path maildir) throws IOException {
        long sum = 0;
        for (Path file : MaildirFiles.list(maildir)) {
            OptionalLong told = MaildirName.parse(file.getFileName().toString()).bytes();
            sum += told.isPresent() ? told.getAsLong() : size(file);
        }
        return sum;
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .size();
        } catch (NoSuchFileException e) {
            return 0;
        }
    }
}
