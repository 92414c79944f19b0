package mailserver.route;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import mailserver.config.ServerFiles;
import mailserver.mail.Address;
import mailserver.mail.Trace;
import mailserver.store.DurableFiles;
import mailserver.store.Maildir;

/** The message to somebody whose mailbox is nearly full: once, and again only when it has been emptied in between. */
public final class QuotaWarning {
    private static final long NEARLY = 90;
    private static final long AGAIN_BELOW = 80;
    private static final String NOTE = "mailserver-quota-warned";

    private final ServerFiles files;
    private final String hostname;

    public QuotaWarning(ServerFiles files, String hostname) {
        this.files = files;
        this.hostname = hostname;
    }

    /** Whether somebody is to be warned now, who then won't be for a while. */
    public boolean isDue(Address account, long percent) throws IOException {
        Path note = Maildir.of(files.maildir(), account).folder().resolve(NOTE);
        if (percent < AGAIN_BELOW) {
            Files.deleteIfExists(note);
        }
        if (percent < NEARLY || Files.exists(note)) {
            return false;
        }
        DurableFiles.writeFile(note, new byte[0]);
        return true;
    }

    /** The message, with LF line ends. */
    public byte[] text(Address account, long percent, String id, Instant now) {
        String text = "From: Mail server <postmaster@" + hostname + ">\n"
                + "To: <" + account + ">\n"
                + "Subject: Your mailbox is " + percent + " % full\n"
                + "Date: " + Trace.date(now) + "\n"
                + "Message-ID: <" + id + "@" + hostname + ">\n"
                // RFC 3834 §5: no robot shall answer.
                + "Auto-Submitted: auto-generated\n"
                + "MIME-Version: 1.0\n"
                + "Content-Type: text/plain; charset=utf-8\n"
                + "\n"
                + "The mailbox of " + account + " is " + percent + " % full. When there is no room left, mail for\n"
                + "you waits at its senders, and goes back to them after some days. Please delete\n"
                + "what you no longer need, here or with a mail program that leaves no copies here.\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
