package mailserver.smtp;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailserver.mail.DeliverBy;
import mailserver.mail.FutureRelease;
import mailserver.mail.Timing;
import mailserver.wire.text.AsciiCase;

/**
 * What a client asks of the time of a message, as it stands on the MAIL line: seconds, which become times of day when they
 * are agreed to.
 */
public record TimingRequest(Optional<Hold> hold, Optional<By> by, OptionalInt priority) {
    static final TimingRequest NONE = new TimingRequest(Optional.empty(), Optional.empty(), OptionalInt.empty());

    /**
     * As long as a message may be held. A month is what people plan ahead for, and what lies here meanwhile lies on our disk
     * (RFC 4865 §6).
     */
    public static final Duration LONGEST_HOLD = Duration.ofDays(31);

    /** RFC 2852 §2: no time is too short for us, since mail that is delivered here takes none. */
    public static final long SHORTEST_BY = 1;

    private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,8}");
    /** RFC 3339 §5.6, normalized to UTC (RFC 4865 §3). */
    private static final Pattern UTC =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?Z");

    private static final Pattern BY = Pattern.compile("([+-]?[0-9]{1,9});([NR])(T?)");
    private static final Pattern PRIORITY = Pattern.compile("0|-?[1-9]");

    /** RFC 4865 §3. */
    sealed interface Hold {
        /** HOLDFOR. */
        record For(long seconds) implements Hold {}

        /** HOLDUNTIL, with the time as it was written. */
        record Until(Instant time, String written) implements Hold {}
    }

    /** RFC 2852 §4. */
    record By(long seconds, DeliverBy.Mode mode, boolean traced) {}

    static TimingRequest of(GivenParameters given) throws WrongCommandException {
        Optional<Hold> holdFor = given.value(Parameter.HOLDFOR, TimingRequest::holdFor);
        Optional<Hold> holdUntil = given.value(Parameter.HOLDUNTIL, TimingRequest::holdUntil);
        if (holdFor.isPresent() && holdUntil.isPresent()) {
            // RFC 4865 §4.2 item 9.
            throw WrongCommandException.syntax("HOLDFOR and HOLDUNTIL say the same; leave one of them out");
        }
        Optional<Integer> priority = given.value(Parameter.MT_PRIORITY, TimingRequest::priority);
        return new TimingRequest(
                holdFor.or(() -> holdUntil),
                given.value(Parameter.BY, TimingRequest::by),
                priority.map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    public boolean isNone() {
        return equals(NONE);
    }

    /**
     * What is agreed to at this time.
     *
     * @throws WrongCommandException for what is beyond the bounds that EHLO told
     */
    public Timing at(Instant now) throws WrongCommandException {
        Optional<FutureRelease> release = hold.map(asked -> switch (asked) {
            case Hold.For(long seconds) -> new FutureRelease(now.plusSeconds(seconds), "for;" + seconds);
            case Hold.Until(Instant time, String written) -> new FutureRelease(time, "until;" + written);
        });
        Optional<DeliverBy> deliverBy =
                by.map(asked -> new DeliverBy(now.plusSeconds(asked.seconds), asked.mode, asked.traced));
        if (release.isPresent() && release.get().at().isAfter(now.plus(LONGEST_HOLD))) {
            // RFC 4865 §4.2 items 7, 8 and 10.
            throw WrongCommandException.syntax(
                    "no message is held for more than " + LONGEST_HOLD.toSeconds() + " seconds");
        }
        if (release.isPresent()
                && deliverBy.isPresent()
                && release.get().at().isAfter(deliverBy.get().deadline())) {
            // RFC 4865 §5.2.2.
            throw WrongCommandException.syntax("BY is over before the message may go");
        }
        return new Timing(release, deliverBy, priority.orElse(0));
    }

    private static Optional<Hold> holdFor(String text) {
        return SECONDS.matcher(text).matches() ? Optional.of(new Hold.For(Long.parseLong(text))) : Optional.empty();
    }

    /** A time that is over is no fault: clocks differ. */
    private static Optional<Hold> holdUntil(String text) {
        String upper = AsciiCase.upper(text);
        if (!UTC.matcher(upper).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Hold.Until(Instant.parse(upper), text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<By> by(String text) {
        Matcher matcher = BY.matcher(AsciiCase.upper(text));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long seconds = Long.parseLong(matcher.group(1));
        DeliverBy.Mode mode = Arrays.stream(DeliverBy.Mode.values())
                .filter(known -> known.keyword().equals(matcher.group(2)))
                .findFirst()
                .orElseThrow();
        // RFC 2852 §4: a time that is over can be told of; nothing can be returned in time for it.
        return mode == DeliverBy.Mode.RETURN && seconds < SHORTEST_BY
                ? Optional.empty()
                : Optional.of(new By(seconds, mode, !matcher.group(3).isEmpty()));
    }

    private static Optional<Integer> priority(String text) {
        return PRIORITY.matcher(text).matches() ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }
}
