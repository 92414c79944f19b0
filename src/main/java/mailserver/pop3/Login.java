package mailserver.pop3;

import mailserver.store.Maildrop;

/** What came of a login. */
public sealed interface Login {
    /** The session owns the maildrop now, and closes it. */
    record Opened(Maildrop maildrop) implements Login {}

    /** Wrong password or unknown user; which of them is nobody's business. */
    record Denied() implements Login {}

    /** Another session has the maildrop. */
    record InUse() implements Login {}

    /**
     * It can't be had for now, through no fault of the client.
     *
     * @param reason for the client to see
     */
    record Unavailable(String reason) implements Login {}
}
