package mailserver.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import mailserver.config.ServerFiles;
import mailserver.mail.Address;
import mailserver.mail.Recipient;
import mailserver.queue.NextHop;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;
import mailserver.queue.look.QueueListing;
import mailserver.queue.look.QueueView;
import mailserver.route.Destination;
import mailserver.route.Router;

/** How it stands with the servers that mail to an address goes to next, and how much waits for them. */
public final class ExplainedHops {
    private final ServerFiles files;
    private final Router router;
    private final QueueView view;

    /** @param view what is known beside the queue's files */
    public ExplainedHops(ServerFiles files, QueueView view, Router router) {
        this.files = files;
        this.view = view;
        this.router = router;
    }

    public List<String> explain(Address address) throws IOException {
        // A domain has one way; an alias may lead to several domains.
        Map<String, Destination> ways = new TreeMap<>();
        for (Recipient remote :
                router.destinations(List.of(Recipient.of(address))).remote()) {
            Destination way = router.destination(remote.address());
            if (!(way instanceof Destination.NoWay)) {
                ways.put(remote.address().domain(), way);
            }
        }
        if (ways.isEmpty()) {
            return List.of();
        }
        Map<String, AtomicLong> waiting = waiting(ways);
        var lines = new ArrayList<String>();
        ways.forEach((domain, way) -> {
            lines.add(domain + ": " + view.hop(inWords(way), domain));
            lines.add(domain + ": "
                    + mail(waiting.get(domain).get(), view.paused().contains(domain)));
        });
        return lines;
    }

    /** As the queue calls it. */
    private static String inWords(Destination way) {
        return switch (way) {
            case Destination.Peer peer -> new NextHop.To(peer.hop()).inWords();
            case Destination.Exchangers exchangers -> new NextHop.Exchangers(exchangers.domain()).inWords();
            case Destination.Mailbox ignored -> new NextHop.Local().inWords();
            case Destination.Others ignored -> new NextHop.Local().inWords();
            case Destination.UnknownUser ignored -> new NextHop.Local().inWords();
            case Destination.NoWay ignored -> "nowhere";
        };
    }

    private static String mail(long count, boolean paused) {
        String waiting = QueueView.messages(count) + (count == 1 ? " waits" : " wait");
        return paused ? waiting + "; the domain is paused, so none goes out" : waiting;
    }

    /** Messages that wait for somebody in these domains. */
    private Map<String, AtomicLong> waiting(Map<String, Destination> ways) throws IOException {
        Map<String, AtomicLong> counts = new TreeMap<>();
        ways.keySet().forEach(domain -> counts.put(domain, new AtomicLong()));
        new QueueListing(files)
                .read(
                        entry -> true,
                        items -> items.forEach(item -> domains(item.entry())
                                .forEach(domain -> Optional.ofNullable(counts.get(domain))
                                        .ifPresent(AtomicLong::incrementAndGet))));
        return counts;
    }

    private static List<String> domains(QueueEntry entry) {
        return entry.recipients().stream()
                .filter(RecipientState::isOpen)
                .map(recipient -> recipient.address().domain())
                .distinct()
                .toList();
    }
}
