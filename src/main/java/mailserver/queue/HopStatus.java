package mailserver.queue;

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
public record HopStatus(String hop, Set<String> domains, int waiting, int active, Optional<Down> trouble) {
    /** @param nextTry the next message goes at this time, or sooner if the hop is back */
    public record Down(Instant since, Instant nextTry, String why) {}

    static HopStatus of(Lane lane) {
        var domains = new TreeSet<String>();
        lane.ready.stream()
                .flatMap(errand -> errand.recipients().stream())
                .forEach(recipient -> domains.add(recipient.domain()));
        return new HopStatus(
                lane.hop().inWords(),
                domains,
                lane.ready.size(),
                lane.workers,
                lane.trouble.map(trouble -> new Down(trouble.since(), trouble.nextTry(), trouble.why())));
    }

    /** Those of a list that are down. */
    public static List<HopStatus> down(List<HopStatus> all) {
        return all.stream().filter(hop -> hop.trouble().isPresent()).toList();
    }
}
