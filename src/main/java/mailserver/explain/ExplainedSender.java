package mailserver.explain;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import mailserver.account.Account;
import mailserver.config.Settings;
import mailserver.mail.Address;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;
import mailserver.route.Router;
import mailserver.route.SendingRules;
import mailserver.smtp.Reply;
import mailserver.smtp.server.Client;

/** What MAIL and RCPT would be answered to a stranger, to a host that we trust, and to somebody who has logged in. */
public final class ExplainedSender {
    private final Settings settings;
    private final Router router;
    private final SendingRules rules;

    public ExplainedSender(Settings settings, Router router) {
        this.settings = settings;
        this.router = router;
        this.rules = new SendingRules(router);
    }

    /** A line for each of them. */
    public List<String> explain(ReversePath sender, Address recipient) {
        var lines = new ArrayList<String>();
        lines.add("a stranger " + answer(client(false, Optional.empty()), sender, recipient));
        lines.add("a trusted host " + answer(client(true, Optional.empty()), sender, recipient));
        login(sender)
                .ifPresent(account -> lines.add("logged in as " + account + " "
                        + answer(client(false, Optional.of(account)), sender, recipient)));
        return lines;
    }

    /** Whoever gets the sender's mail may send as it; where nobody does, it is the same for all. */
    private Optional<Address> login(ReversePath sender) {
        Optional<Address> owner = sender.address().filter(router::isLocal).stream()
                .map(address -> router.destinations(List.of(Recipient.of(address)))
                        .mailboxes()
                        .keySet())
                .flatMap(Collection::stream)
                .findFirst();
        return owner.or(
                () -> settings.accounts().all().stream().map(Account::address).findFirst());
    }

    private String answer(Client client, ReversePath sender, Address recipient) {
        Reply mail = rules.sender(client, sender);
        if (!mail.isPositive()) {
            return "may not send it: MAIL FROM:" + sender + " is answered " + mail;
        }
        Reply rcpt = rules.recipient(client, recipient);
        return (rcpt.isPositive() ? "may send it: " : "may not send it: ") + "RCPT TO:<" + recipient + "> is answered "
                + rcpt;
    }

    private static Client client(boolean trusted, Optional<Address> login) {
        return new Client(InetAddress.getLoopbackAddress(), trusted, "", true, true, login);
    }
}
