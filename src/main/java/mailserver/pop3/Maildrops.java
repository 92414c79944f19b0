package mailserver.pop3;

import java.net.InetAddress;
import mailserver.mail.Address;
import mailserver.sasl.LoginService;

/** Who may log in, and what is then opened: the policy and the storage above this package. */
public interface Maildrops {
    /** @param user as the client typed it; the implementer may complete one without a domain */
    LoginResult login(String user, String password, InetAddress client);

    /** Opens the maildrop of somebody who has logged in. */
    LoginResult enter(Address account);

    /** Where this client logs in by AUTH. */
    LoginService loginService(InetAddress client);
}
