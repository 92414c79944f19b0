package mailserver.queue.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How it stands with a hop.
 *
 * @param hop      in words
 * @param domains  of those who wait for it
 * @param waiting  messages that could go now
 * @param active   connections
 * @param trouble  why none can be brought there
 */
public record NextHopStatus(String hop, Set<String> domains, int waiting, int active, Optional<Down> trouble) {
    /** @param nextTry the next message goes at this time, or sooner if the hop is back */
    public record Down(Instant since, Instant nextTry, String why) {}

    public static NextHopStatus of(NextHopQueue hopQueue) {
        var domains = new TreeSet<String>();
        hopQueue.ready.stream()
                .flatMap(task -> task.recipients().stream())
                .forEach(recipient -> domains.add(recipient.domain()));
        return new NextHopStatus(
                hopQueue.hop().inWords(),
                domains,
                hopQueue.ready.size(),
                hopQueue.workers,
                hopQueue.backoff.map(backoff -> new Down(backoff.since(), backoff.nextTry(), backoff.why())));
    }

    /** Those of a list that are down. */
    public static List<NextHopStatus> down(List<NextHopStatus> all) {
        return all.stream().filter(hop -> hop.trouble().isPresent()).toList();
    }
}
