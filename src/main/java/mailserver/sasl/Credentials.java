package mailserver.sasl;

import mailserver.account.ScramChallenge;
import mailserver.mail.Address;

/** Who is who, as far as a login has to know; implemented above this package. */
public interface Credentials {
    /** The address that a client means by this name; some address without an account when it is none. */
    Address address(String user);

    /** Whether this is the password of an account of this address. */
    boolean verify(Address address, String password);

    /** What SCRAM asks whoever wants to be this address, whether there is such an account or not. */
    ScramChallenge scram(Address address);

    /** Whether there is any account that can log in by SCRAM. */
    boolean knowsScram();
}
