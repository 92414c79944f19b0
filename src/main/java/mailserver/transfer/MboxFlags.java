package mailserver.transfer;

import java.util.Set;

/** What mail programs write into the headers of an mbox about a message's state; it is none of the message. */
final class MboxFlags {
    static final Set<String> FIELDS = Set.of(
            "status",
            "x-status",
            "x-keywords",
            "x-uid",
            "x-imap",
            "x-imapbase",
            "content-length",
            "lines",
            "x-mozilla-status",
            "x-mozilla-status2",
            "x-mozilla-keys");

    private static final int MOZILLA_READ = 0x0001;
    private static final int MOZILLA_REPLIED = 0x0002;
    private static final int MOZILLA_FLAGGED = 0x0004;
    private static final int MOZILLA_EXPUNGED = 0x0008;
    private static final int MOZILLA_FORWARDED = 0x1000;

    private final String status;
    private final String more;
    private final int mozilla;

    MboxFlags(Header header) {
        this.status = header.value("status").orElse("");
        this.more = header.value("x-status").orElse("");
        this.mozilla = header.value("x-mozilla-status")
                .filter(text -> text.matches("[0-9A-Fa-f]{1,4}"))
                .map(text -> Integer.parseInt(text, 16))
                .orElse(0);
    }

    /** Deleted, and only not yet gone: Thunderbird leaves it until it compacts the folder. */
    boolean expunged() {
        return is(MOZILLA_EXPUNGED);
    }

    boolean seen() {
        return status.contains("O") || !maildir().isEmpty();
    }

    String maildir() {
        return (status.contains("R") || is(MOZILLA_READ) ? "S" : "")
                + (more.contains("A") || is(MOZILLA_REPLIED) ? "R" : "")
                + (more.contains("F") || is(MOZILLA_FLAGGED) ? "F" : "")
                + (is(MOZILLA_FORWARDED) ? "P" : "")
                + (more.contains("D") ? "T" : "")
                + (more.contains("T") ? "D" : "");
    }

    private boolean is(int bit) {
        return (mozilla & bit) != 0;
    }
}
