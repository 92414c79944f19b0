package mailserver.web.http;

import java.net.InetAddress;
import java.util.Optional;
import mailserver.mail.Address;

/**
 * Who asks.
 *
 * @param account   whose mailbox is his own
 * @param admin     sees the queue and the server
 * @param mailboxes sees everybody's mail
 * @param address   where he is
 * @param secure    nobody can listen
 */
public record Caller(Optional<Address> account, boolean admin, boolean mailboxes, InetAddress address, boolean secure) {
    public boolean owns(Address mailbox) {
        return account.filter(one -> one.folded().equals(mailbox.folded())).isPresent();
    }

    /** Also for a mailbox that isn't there: nobody learns which ones are. */
    public void mayRead(Address mailbox) {
        if (!owns(mailbox) && !mailboxes) {
            throw Problem.forbidden("that is not your mailbox"
                    + (admin ? "; [web] open_mailboxes = true lets administrators read all" : ""));
        }
    }

    public void mayRule() {
        if (!admin) {
            throw Problem.forbidden("that is for administrators; [web] admins names them");
        }
    }
}
