package mailserver.pop3;

import java.time.Duration;
import mailserver.store.Maildrop;

/** What came of a login. */
public sealed interface Login {
    /** The session owns the maildrop now, and closes it. */
    record Opened(Maildrop maildrop) implements Login {}

    /** Wrong password or unknown user; which of them is nobody's business. */
    record Denied() implements Login {}

    /** Too many failures from there; the password was not looked at. */
    record Later() implements Login {}

    /** Another session has the maildrop. */
    record InUse() implements Login {}

    /**
     * The right password, too soon behind the last login (RFC 2449 §6.5).
     *
     * @param left how long it is too soon for
     */
    record TooSoon(Duration left) implements Login {}

    /** It can't be had for now, through no fault of the client. The implementer logs why. */
    record Unavailable() implements Login {}
}
