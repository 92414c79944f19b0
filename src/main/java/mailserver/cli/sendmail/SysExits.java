package mailserver.cli.sendmail;

import mailserver.smtp.EnhancedStatus;
import mailserver.smtp.Reply;

/** The exit codes of sysexits.h: what the callers of sendmail look at. */
final class SysExits {
    static final int OK = 0;
    static final int USAGE = 64;
    static final int DATA = 65;
    static final int NO_USER = 67;
    static final int NO_HOST = 68;
    static final int UNAVAILABLE = 69;
    static final int SOFTWARE = 70;
    /** Nothing was sent, and to try again later will do no harm. */
    static final int TEMPORARY = 75;

    static final int NO_PERMISSION = 77;

    private SysExits() {}

    /** What a refusal means (RFC 3463 §3). */
    static int of(Reply reply) {
        EnhancedStatus status = reply.status().orElse(new EnhancedStatus(0, 0));
        return switch (status.subject()) {
            case 1 -> status.detail() == 2 ? NO_HOST : NO_USER;
            case 3, 6 -> DATA;
            case 7 -> NO_PERMISSION;
            default -> UNAVAILABLE;
        };
    }
}
