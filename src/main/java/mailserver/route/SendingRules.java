package mailserver.route;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import mailserver.mail.Address;
import mailserver.mail.Recipient;
import mailserver.mail.ReversePath;
import mailserver.smtp.Reply;
import mailserver.smtp.StandardReplies;
import mailserver.smtp.server.Client;

/** Who may send from where to where: strangers reach only our own users, and speak for nobody here. */
public final class SendingRules {
    private final Router router;

    public SendingRules(Router router) {
        this.router = router;
    }

    /** The answer to MAIL. */
    public Reply sender(Client client, ReversePath sender) {
        if (sender.address().isPresent() && client.login().isPresent()) {
            return ofLogin(client.login().get(), sender.address().get());
        }
        if (sender.address().isEmpty() || !router.isLocal(sender.address().get())) {
            return StandardReplies.SENDER_OK;
        }
        return switch (router.destination(sender.address().get())) {
            case Destination.UnknownUser ignored -> StandardReplies.unknownSender(sender.toString());
            case Destination ignored when !client.trusted() -> StandardReplies.strangerAsOurs(sender.toString());
            case Destination ignored -> StandardReplies.SENDER_OK;
        };
    }

    /** Who has logged in sends as itself, or as any address whose mail it gets (RFC 6409 §6.1). */
    private Reply ofLogin(Address login, Address sender) {
        if (router.destination(sender) instanceof Destination.UnknownUser) {
            return StandardReplies.unknownSender("<" + sender + ">");
        }
        boolean own = router.isLocal(sender)
                && router.destinations(List.of(Recipient.of(sender))).mailboxes().keySet().stream()
                        .anyMatch(mailbox -> mailbox.folded().equals(login.folded()));
        if (own) {
            return StandardReplies.SENDER_OK;
        }
        return StandardReplies.notOwner(login, sender);
    }

    /** The answer to RCPT. */
    public Reply recipient(Client client, Address recipient) {
        return switch (router.destination(recipient)) {
            case Destination.Mailbox ignored -> taken(recipient);
            case Destination.Others ignored
            when router.isLost(recipient) -> StandardReplies.noWay("where <" + recipient + "> leads");
            case Destination.Others ignored -> taken(recipient);
            case Destination.UnknownUser ignored -> StandardReplies.unknownRecipient(recipient);
            case Destination.NoWay ignored -> StandardReplies.noWay(recipient.domain());
            case Destination.Peer ignored -> relayed(client, recipient);
            // Whether DNS knows a way is found out when the mail goes out: a slow name server must not hold up a
            // client.
            case Destination.Exchangers ignored -> relayed(client, recipient);
        };
    }

    private static Reply relayed(Client client, Address recipient) {
        return client.mayRelay() ? taken(recipient) : StandardReplies.relayDenied(recipient);
    }

    /** The answer to VRFY. Strangers learn nothing (RFC 5321 §7.3). */
    public Reply verify(Client client, String whom) {
        if (!client.mayRelay()) {
            return Reply.of(252, 1, 5, "I don't tell strangers, but will take mail and try");
        }
        String bare = whom.endsWith(">") ? whom.substring(whom.lastIndexOf('<') + 1, whom.length() - 1) : whom;
        return Address.parse(bare).map(this::verify).orElseGet(() -> verifyName(bare));
    }

    private Reply verify(Address address) {
        return switch (router.destination(address)) {
            case Destination.Mailbox mailbox -> Reply.of(250, 1, 5, "<" + mailbox.account() + ">");
            case Destination.Others ignored -> Reply.of(250, 1, 5, "<" + address + ">");
            case Destination.Peer ignored -> notOurs();
            case Destination.Exchangers ignored -> notOurs();
            case Destination.UnknownUser ignored -> Reply.of(550, 1, 1, "no such user here");
            case Destination.NoWay ignored -> Reply.of(550, 1, 2, "no way from here to " + address.domain());
        };
    }

    /** A name without a domain may be in several of ours; if these are different people, the client must choose. */
    private Reply verifyName(String name) {
        var found = new LinkedHashMap<Set<Address>, Address>();
        boolean isName = false;
        for (String domain : router.domains()) {
            Optional<Address> address = Address.parse(name + "@" + domain);
            isName |= address.isPresent();
            address.filter(one -> !(router.destination(one) instanceof Destination.UnknownUser))
                    .ifPresent(one -> found.putIfAbsent(
                            router.destinations(List.of(Recipient.of(one))).ends(), one));
        }
        if (!isName) {
            return Reply.of(553, 1, 3, "write VRFY user@domain");
        }
        return switch (found.size()) {
            case 0 -> Reply.of(550, 1, 1, "no such user here");
            case 1 -> verify(found.values().iterator().next());
            default -> ambiguous(found.values());
        };
    }

    /** RFC 5321 §3.5.1. */
    private static Reply ambiguous(Collection<Address> possible) {
        Stream<String> lines = possible.stream().map(address -> "<" + address + ">");
        return Reply.of(
                553,
                1,
                4,
                Stream.concat(Stream.of("ambiguous; it may be"), lines).toArray(String[]::new));
    }

    private static Reply notOurs() {
        return Reply.of(252, 1, 5, "not ours to say, but will take mail and try");
    }

    private static Reply taken(Address recipient) {
        return StandardReplies.RECIPIENT_OK;
    }
}
