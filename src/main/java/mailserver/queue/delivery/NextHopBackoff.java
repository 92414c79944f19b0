package mailserver.queue.delivery;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A hop that no mail can be brought to.
 *
 * @param failures  attempts in a row that showed it; 0 when another node of a cluster says so
 * @param since     when the first of them ended
 * @param nextTry   when the next message goes there
 * @param why       what the last one met, in one line
 * @param probing   a cheap question may find out sooner that it is back
 * @param probes    how many were put since there last was reason to hope
 * @param nextProbe when the next is put; means nothing when not probing
 * @param hoped     when there last was reason to hope: somebody called from there
 * @param addresses where it should have been
 */
public record NextHopBackoff(
        int failures,
        Instant since,
        Instant nextTry,
        String why,
        boolean probing,
        int probes,
        Instant nextProbe,
        Instant hoped,
        Set<InetAddress> addresses) {
    /** The pauses between probes double up to this one. */
    private static final Duration LONGEST = Duration.ofMinutes(1);
    /** More doublings than any pause needs. */
    private static final int ENOUGH = 10;
    /** Whoever calls all the time gets no more than this. A probe costs little; a message behind a greeting that led nowhere more. */
    private static final Duration BETWEEN_HOPES = Duration.ofSeconds(2);

    private static final Duration BETWEEN_VAIN_HOPES = Duration.ofMinutes(1);

    public NextHopBackoff {
        addresses = Set.copyOf(addresses);
    }

    /**
     * After one more failure.
     *
     * @param before what was known until then
     * @param pause  how long to wait this time
     */
    static NextHopBackoff after(
            Optional<NextHopBackoff> before,
            Instant now,
            Duration pause,
            String why,
            DeliveryAgent.ConnectResult.Failed trip) {
        int probes = before.map(NextHopBackoff::probes).orElse(0);
        Set<InetAddress> known = before.map(NextHopBackoff::addresses).orElse(Set.of());
        return new NextHopBackoff(
                before.map(NextHopBackoff::failures).orElse(0) + 1,
                before.map(NextHopBackoff::since).orElse(now),
                now.plus(pause),
                why,
                !trip.greeted(),
                probes,
                now.plus(pause(probes)),
                before.map(NextHopBackoff::hoped).orElse(Instant.MIN),
                trip.tried().isEmpty() ? known : trip.tried());
    }

    /** Another node says so; it was not tried from here. */
    static NextHopBackoff told(Instant now, NextHopHints.Down down) {
        return new NextHopBackoff(0, now, down.until(), down.why(), false, 0, down.until(), Instant.MIN, Set.of());
    }

    /** Whether this node has found it out itself. */
    boolean isOwn() {
        return failures > 0;
    }

    /** When something is to be done about it. */
    Instant nextLook() {
        return probing && nextProbe.isBefore(nextTry) ? nextProbe : nextTry;
    }

    /** A probe is about to be put. */
    NextHopBackoff probed(Instant now) {
        int more = Math.min(probes + 1, ENOUGH);
        return new NextHopBackoff(
                failures, since, nextTry, why, probing, more, now.plus(pause(more)), hoped, addresses);
    }

    /** There is a sign that it may be back just now: probes begin anew, with one at once. */
    NextHopBackoff hopeful(Instant now) {
        Duration apart = probing ? BETWEEN_HOPES : BETWEEN_VAIN_HOPES;
        return now.minus(apart).isBefore(hoped)
                ? this
                : new NextHopBackoff(failures, since, nextTry, why, true, -1, now, now, addresses);
    }

    /** The next message may go at once. */
    NextHopBackoff dueAt(Instant now) {
        return new NextHopBackoff(failures, since, now, why, probing, probes, nextProbe, Instant.MIN, addresses);
    }

    private static Duration pause(int probes) {
        Duration pause = Duration.ofSeconds(1L << Math.max(0, probes));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }
}
