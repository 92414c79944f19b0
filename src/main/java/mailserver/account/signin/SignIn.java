package mailserver.account.signin;

import java.time.Instant;
import mailserver.mail.Address;

/**
 * A browser that somebody has signed in with.
 *
 * @param id      names it to its owner; opens nothing
 * @param sha256  of the words that it shows, in lower-case hex
 * @param account who
 * @param secret  a digest of what the account's password was checked against: with another password all sign-ins end
 * @param until   when it ends by itself
 * @param client  the address that it was made from
 * @param agent   what the browser calls itself
 */
public record SignIn(
        String id,
        String sha256,
        Address account,
        String secret,
        Instant began,
        Instant until,
        String client,
        String agent) {}
