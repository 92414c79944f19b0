package mailserver.queue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import mailserver.dsn.Fate;
import mailserver.dsn.OneLine;
import mailserver.mail.Address;
import mailserver.mail.Notify.Event;
import mailserver.queue.RecipientState.Status;
import mailserver.smtp.Outcome;
import mailserver.smtp.Reply;
import mailserver.wire.LogLine;
import org.tinylog.Logger;

/** Writes down how attempts ended, and gives back what has failed. Called with the job's lock held. */
final class Settlement {
    private static final Reply BY_HAND = Reply.of(554, 0, 0, "returned by those who look after this server");

    /**
     * It was the hop that failed.
     *
     * @param nextTry when the hop is tried next, with this message or another
     * @param own     until when the message waits by itself. That is not for the hop's failure: whenever the hop is back, or another
     *     way is found, it can go
     */
    record HopFault(Instant nextTry, Instant own) {}

    private final Ledger ledger;
    private final Returns returns;
    private final Supplier<Schedule> schedule;
    private final InstantSource clock;

    Settlement(Ledger ledger, Returns returns, Supplier<Schedule> schedule, InstantSource clock) {
        this.ledger = ledger;
        this.returns = returns;
        this.schedule = schedule;
        this.clock = clock;
    }

    /**
     * Writes down how an attempt ended.
     *
     * @param begun      the entry as the beginning of the attempt left it
     * @param fault where it was the hop that failed
     */
    void settle(
            Job job,
            QueueEntry begun,
            List<Address> recipients,
            Map<Address, Outcome> outcomes,
            Optional<HopFault> fault) {
        QueueEntry entry = begun;
        var refused = new ArrayList<Address>();
        // An attempt that settled somebody was no failure: the others need not wait longer for it.
        boolean progress = outcomes.values().stream().anyMatch(outcome -> !(outcome instanceof Outcome.Deferred));
        for (Address address : recipients) {
            Outcome outcome = Optional.ofNullable(outcomes.get(address))
                    .orElse(Outcome.deferred("the courier said nothing about it"));
            Optional<RecipientState> state = begun.recipient(address);
            int tries = progress ? 1 : state.map(RecipientState::tries).orElse(1);
            // From now: when the attempt itself took longer than the pause, the pause would be none.
            Instant next =
                    fault.map(HopFault::own).orElseGet(() -> schedule.get().nextTry(tries, clock.instant(), begun));
            log(begun, address, outcome, fault.map(HopFault::nextTry).orElse(next));
            entry = entry.with(List.of(address), r -> after(begun, r, outcome, next));
            // Somebody may have edited the file meanwhile: who is not in it any more is nobody's concern.
            if (state.isPresent() && (outcome instanceof Outcome.Refused || outcome instanceof Outcome.Unfit)) {
                refused.add(address);
            }
        }
        if (refused.size() < recipients.size()) {
            // Before any report, which may fail: a delivery that isn't written down would be made again.
            ledger.note(job, entry);
        }
        if (!refused.isEmpty()) {
            giveBack(job, entry, refused, new Fate.Refused());
        }
        if (!job.isGone()) {
            ledger.read(job).ifPresent(now -> tellRelayed(job, now));
        }
    }

    /**
     * Tells the sender what has gone on to peers that won't tell. That they have it is noted before; so a crash in between costs
     * a second report, never a second delivery.
     */
    void tellRelayed(Job job, QueueEntry entry) {
        List<Address> relayed = entry.recipients().stream()
                .filter(recipient -> recipient.status() == Status.RELAYED)
                .map(RecipientState::address)
                .toList();
        if (relayed.isEmpty()) {
            return;
        }
        try {
            returns.report(entry, relayed, new Fate.Relayed());
            ledger.note(job, entry.with(relayed, r -> r.as(Status.DELIVERED)));
        } catch (IOException e) {
            ledger.rest(job, e);
        }
    }

    /** What nobody took in the time it had. */
    void expire(Job job, QueueEntry entry, List<Address> recipients) {
        recipients.forEach(address -> Logger.info(
                LogLine.of(entry.id()).with("to", "<" + address + ">").status("expired")));
        giveBack(job, entry, recipients, schedule.get().fateAtEnd(entry));
    }

    /** What somebody who looks after this server wants to have back with its sender. */
    void bounce(Job job, QueueEntry entry, List<Address> recipients) {
        recipients.forEach(address -> Logger.info(
                LogLine.of(entry.id()).with("to", "<" + address + ">").status("bounced", "returned by hand")));
        giveBack(job, entry.with(recipients, r -> r.unfit(BY_HAND)), recipients, new Fate.Refused());
    }

    /** Tells the sender that it takes long, once. */
    void noticeDelay(Job job, QueueEntry entry) {
        tellOfDelay(job, entry, new Fate.Delayed(schedule.get().end(entry)), entry.asDelayNoticed());
    }

    /** Tells the sender that it is late by the sender's own measure, once (RFC 2852 §4.1.3). */
    void noticeLate(Job job, QueueEntry entry) {
        tellOfDelay(job, entry, new Fate.Late(schedule.get().end(entry)), entry.asLateNoticed());
    }

    private void tellOfDelay(Job job, QueueEntry entry, Fate fate, QueueEntry told) {
        List<Address> late = entry.recipients().stream()
                .filter(recipient -> recipient.isOpen() && recipient.wants(Event.DELAY))
                .map(RecipientState::address)
                .toList();
        try {
            returns.report(entry, late, fate);
            ledger.note(job, told);
        } catch (IOException e) {
            ledger.rest(job, e);
        }
    }

    /** The report first, then the note that it was made: a crash between tells the sender twice rather than never. */
    private void giveBack(Job job, QueueEntry entry, List<Address> recipients, Fate fate) {
        Map<Boolean, List<Address>> byWish = recipients.stream()
                .collect(Collectors.partitioningBy(
                        address -> entry.recipient(address).orElseThrow().wants(fate.event())));
        List<Address> told = byWish.get(true);
        List<Address> silent = byWish.get(false);
        silent.forEach(address -> Logger.info("{}: no report about <{}>, as its sender wished", entry.id(), address));
        QueueEntry settled = entry.with(silent, r -> r.as(Status.SILENT));
        if (told.isEmpty()) {
            ledger.note(job, settled);
            return;
        }
        try {
            Status end = returns.report(settled, told, fate);
            ledger.note(job, settled.with(told, r -> r.as(end)));
        } catch (IOException e) {
            ledger.note(job, settled.with(told, r -> r.as(Status.WAITING)));
            ledger.rest(job, e);
        }
    }

    private static RecipientState after(QueueEntry entry, RecipientState recipient, Outcome outcome, Instant next) {
        return switch (outcome) {
            case Outcome.Delivered(Reply reply, boolean reportsToo) -> {
                boolean ours = !reportsToo && entry.tellsOfRelay(recipient);
                yield recipient.met(Optional.of(reply), "").as(ours ? Status.RELAYED : Status.DELIVERED);
            }
            case Outcome.Deferred(String text, Optional<Reply> reply) ->
                recipient.met(reply, text).as(Status.WAITING).at(next);
            // Still being tried, as long as its report isn't on its way.
            case Outcome.Refused(Reply reply) -> recipient.met(Optional.of(reply), "");
            case Outcome.Unfit(Reply verdict) -> recipient.unfit(verdict);
        };
    }

    private void log(QueueEntry entry, Address address, Outcome outcome, Instant next) {
        LogLine line = LogLine.of(entry.id())
                .with("from", entry.sender())
                .with("to", "<" + address + ">")
                .with("relay", entry.recipient(address).flatMap(RecipientState::lastHop))
                .with(
                        "delay",
                        Duration.between(entry.arrived(), clock.instant()).toSeconds());
        Logger.info(
                switch (outcome) {
                    case Outcome.Delivered(Reply reply, boolean reportsToo) -> ended(line, "2.0.0", reply, "sent");
                    case Outcome.Deferred(String text, Optional<Reply> reply) ->
                        line.with("next", next.truncatedTo(ChronoUnit.SECONDS))
                                .with("dsn", reply.map(Reply::fullStatus).orElse("4.4.1"))
                                .status("deferred", OneLine.quoting(text));
                    case Outcome.Refused(Reply reply) -> ended(line, "5.0.0", reply, "bounced");
                    case Outcome.Unfit(Reply verdict) -> ended(line, "5.0.0", verdict, "bounced");
                });
    }

    private static String ended(LogLine line, String general, Reply reply, String status) {
        String dsn = reply.status().isPresent() ? reply.fullStatus() : general;
        return line.with("dsn", dsn).status(status, OneLine.quoting(reply.toString()));
    }
}
