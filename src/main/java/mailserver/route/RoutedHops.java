package mailserver.route;

import mailserver.mail.Address;
import mailserver.queue.NextHop;
import mailserver.queue.NextHops;
import mailserver.smtp.Reply;

/** The next hop of mail that is in the queue, as its route is now. */
public record RoutedHops(Router router) implements NextHops {
    @Override
    public NextHop hop(Address recipient) {
        return switch (router.destination(recipient)) {
            case Destination.Peer peer -> new NextHop.To(peer.hop());
            case Destination.Exchangers exchange -> new NextHop.Exchangers(exchange.domain());
            // There was a way when it was queued: a slip in [peers] must not cost the mail that waits, so for now only.
            case Destination.NoWay noWay -> new NextHop.None(Reply.of(450, 4, 4, noWay.rule()));
            case Destination.Mailbox ignored -> new NextHop.Local();
            case Destination.Others ignored -> new NextHop.Local();
            case Destination.UnknownUser unknown -> new NextHop.None(Reply.of(550, 1, 1, unknown.rule()));
        };
    }
}
