package mailserver.route;

import mailserver.mail.Address;
import mailserver.mail.ReversePath;
import mailserver.smtp.Client;
import mailserver.smtp.Reply;

/** Who may send from where to where: strangers reach only our own users, and speak for nobody here. */
public final class SendingRules {
    private final Router router;

    public SendingRules(Router router) {
        this.router = router;
    }

    /** The answer to MAIL. */
    public Reply sender(Client client, ReversePath sender) {
        if (sender.address().isEmpty() || !router.isLocal(sender.address().get())) {
            return Reply.of(250, 1, 0, "sender " + sender + " taken");
        }
        return switch (router.destination(sender.address().get())) {
            case Destination.UnknownUser ignored -> Reply.of(550, 1, 8, "no such user here: " + sender);
            case Destination ignored
            when !client.trusted() ->
                Reply.of(550, 7, 1, "a stranger may not send as " + sender + "; that domain is ours");
            case Destination ignored -> Reply.of(250, 1, 0, "sender " + sender + " taken");
        };
    }

    /** The answer to RCPT. */
    public Reply recipient(Client client, Address recipient) {
        return switch (router.destination(recipient)) {
            case Destination.Mailbox ignored -> taken(recipient);
            case Destination.Others ignored
            when router.isLost(recipient) -> Reply.of(550, 1, 2, "no way from here to where <" + recipient + "> leads");
            case Destination.Others ignored -> taken(recipient);
            case Destination.UnknownUser ignored -> Reply.of(550, 1, 1, "no such user here: <" + recipient + ">");
            case Destination.NoWay ignored -> Reply.of(550, 1, 2, "no way from here to " + recipient.domain());
            case Destination.Peer ignored ->
                client.trusted()
                        ? taken(recipient)
                        : Reply.of(
                                554,
                                7,
                                1,
                                "relay denied: " + recipient.domain() + " is not ours and you are a stranger");
        };
    }

    /** The answer to VRFY. Strangers learn nothing (RFC 5321 §7.3). */
    public Reply verify(Client client, String whom) {
        String bare = whom.startsWith("<") && whom.endsWith(">") ? whom.substring(1, whom.length() - 1) : whom;
        if (!client.trusted()) {
            return Reply.of(252, 1, 5, "I don't tell strangers, but will take mail and try");
        }
        return Address.parse(bare)
                .map(address -> switch (router.destination(address)) {
                    case Destination.Mailbox mailbox -> Reply.of(250, 1, 5, "<" + mailbox.account() + ">");
                    case Destination.Others ignored -> Reply.of(250, 1, 5, "<" + address + ">");
                    case Destination.Peer ignored -> Reply.of(252, 1, 5, "not ours to say, but will take mail and try");
                    case Destination.UnknownUser ignored -> Reply.of(550, 1, 1, "no such user here");
                    case Destination.NoWay ignored -> Reply.of(550, 1, 2, "no way from here to " + address.domain());
                })
                .orElseGet(() -> Reply.of(553, 1, 3, "write VRFY user@domain"));
    }

    private static Reply taken(Address recipient) {
        return Reply.of(250, 1, 5, "recipient <" + recipient + "> taken");
    }
}
