package mailserver.account.token;

import java.util.Optional;
import mailserver.mail.Address;

/**
 * What a program may do that shows the right words.
 *
 * @param name    what people call it
 * @param sha256  of the words, in lower-case hex; they are random enough that nothing slower is needed
 * @param account whose eyes it sees with; empty: those of an administrator
 */
public record Token(String name, String sha256, Optional<Address> account) {}
