package mailserver.pop3;

import java.time.Duration;
import mailserver.mail.Address;
import mailserver.store.Maildrop;

/** What came of a login. */
public sealed interface LoginResult {
    /** The session owns the maildrop now, and closes it. */
    record Opened(Maildrop maildrop, Address account) implements LoginResult {}

    /** Wrong password or unknown user; which of them is nobody's business. */
    record Denied() implements LoginResult {}

    /** Too many failures from there; the password was not looked at. */
    record Later() implements LoginResult {}

    /** Another session has the maildrop. */
    record InUse() implements LoginResult {}

    /**
     * The right password, too soon behind the last login (RFC 2449 §6.5).
     *
     * @param left how long it is too soon for
     */
    record TooSoon(Duration left) implements LoginResult {}

    /** It can't be had for now, through no fault of the client. The implementer logs why. */
    record Unavailable() implements LoginResult {}
}
