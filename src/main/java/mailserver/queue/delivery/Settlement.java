package mailserver.queue.delivery;

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
import mailserver.dsn.OneLine;
import mailserver.dsn.ReportAction;
import mailserver.event.EventSink;
import mailserver.event.MailEvent;
import mailserver.mail.Address;
import mailserver.mail.Notify.Event;
import mailserver.queue.QueueEntry;
import mailserver.queue.RecipientState;
import mailserver.queue.RecipientState.Status;
import mailserver.queue.RetrySchedule;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.Reply;
import mailserver.wire.text.LogLine;
import org.tinylog.Logger;

/** Writes down how attempts ended, and gives back what has failed. Called with the entry's lock held. */
public final class Settlement {
    private static final Reply BY_HAND = Reply.of(554, 0, 0, "returned by those who look after this server");

    private static final RecipientOutcome SILENT_AGENT =
            RecipientOutcome.deferred("the delivery agent said nothing about it");

    /**
     * It was the hop that failed.
     *
     * @param nextTry when the hop is tried next, with this message or another
     * @param own     until when the message waits by itself. That is not for the hop's failure: whenever the hop is back, or another
     *     way is found, it can go
     */
    record HopFault(Instant nextTry, Instant own) {}

    private final EntryLog entries;
    private final BounceSender bounceSender;
    private final Supplier<RetrySchedule> schedule;
    private final EventSink events;
    private final InstantSource clock;

    public Settlement(
            EntryLog entries,
            BounceSender bounceSender,
            Supplier<RetrySchedule> schedule,
            EventSink events,
            InstantSource clock) {
        this.entries = entries;
        this.bounceSender = bounceSender;
        this.schedule = schedule;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Writes down how an attempt ended.
     *
     * @param begun      the entry as the beginning of the attempt left it
     * @param fault where it was the hop that failed
     */
    public void settle(
            QueuedEntry queued,
            QueueEntry begun,
            List<Address> recipients,
            Map<Address, RecipientOutcome> outcomes,
            Optional<HopFault> fault) {
        QueueEntry entry = begun;
        var refused = new ArrayList<Address>();
        // An attempt that settled somebody was no failure: the others need not wait longer for it.
        boolean progress =
                outcomes.values().stream().anyMatch(outcome -> !(outcome instanceof RecipientOutcome.Deferred));
        for (Address address : recipients) {
            RecipientOutcome outcome =
                    Optional.ofNullable(outcomes.get(address)).orElse(SILENT_AGENT);
            Optional<RecipientState> state = begun.recipient(address);
            int tries = progress ? 1 : state.map(RecipientState::tries).orElse(1);
            // From now: when the attempt itself took longer than the pause, the pause would be none.
            Instant next =
                    fault.map(HopFault::own).orElseGet(() -> schedule.get().nextTry(tries, clock.instant(), begun));
            log(begun, address, outcome, fault.map(HopFault::nextTry).orElse(next));
            entry = entry.with(List.of(address), r -> after(begun, r, outcome, next));
            // Somebody may have edited the file meanwhile: who is not in it any more is nobody's concern.
            if (state.isPresent()
                    && (outcome instanceof RecipientOutcome.Refused || outcome instanceof RecipientOutcome.Unfit)) {
                refused.add(address);
            }
        }
        if (refused.size() < recipients.size()) {
            // Before any report, which may fail: a delivery that isn't written down would be made again.
            entries.note(queued, entry);
        }
        QueueEntry settled = entry;
        recipients.forEach(address -> tell(begun, settled, address, outcomes, fault));
        if (!refused.isEmpty()) {
            giveBack(queued, entry, refused, new ReportAction.Refused());
        }
        if (!queued.isGone()) {
            entries.read(queued).ifPresent(now -> tellRelayed(queued, now));
        }
    }

    /**
     * Tells the sender what has gone on to peers that won't tell. That they have it is noted before; so a crash in between costs
     * a second report, never a second delivery.
     */
    public void tellRelayed(QueuedEntry queued, QueueEntry entry) {
        List<Address> relayed = entry.recipients().stream()
                .filter(recipient -> recipient.status() == Status.RELAYED)
                .map(RecipientState::address)
                .toList();
        if (relayed.isEmpty()) {
            return;
        }
        try {
            bounceSender.report(entry, relayed, new ReportAction.Relayed());
            entries.note(queued, entry.with(relayed, r -> r.as(Status.DELIVERED)));
        } catch (IOException e) {
            entries.rest(queued, e);
        }
    }

    /** What nobody took in the time it had. */
    public void expire(QueuedEntry queued, QueueEntry entry, List<Address> recipients) {
        recipients.forEach(address -> Logger.info(
                LogLine.of(entry.id()).with("to", "<" + address + ">").status("expired")));
        recipients.forEach(address -> events.add(new MailEvent.Expired(entry.id(), entry.sender(), address)));
        giveBack(queued, entry, recipients, schedule.get().fateAtEnd(entry));
    }

    /** What somebody who looks after this server wants to have back with its sender. */
    public void bounce(QueuedEntry queued, QueueEntry entry, List<Address> recipients) {
        recipients.forEach(address -> Logger.info(
                LogLine.of(entry.id()).with("to", "<" + address + ">").status("bounced", "returned by hand")));
        recipients.forEach(address ->
                events.add(new MailEvent.Bounced(entry.id(), entry.sender(), address, "", BY_HAND.toString())));
        giveBack(queued, entry.with(recipients, r -> r.unfit(BY_HAND)), recipients, new ReportAction.Refused());
    }

    /** Tells the sender that it takes long, once. */
    public void noticeDelay(QueuedEntry queued, QueueEntry entry) {
        tellOfDelay(queued, entry, new ReportAction.Delayed(schedule.get().end(entry)), entry.asDelayNoticed());
    }

    /** Tells the sender that it is late by the sender's own measure, once (RFC 2852 §4.1.3). */
    public void noticeLate(QueuedEntry queued, QueueEntry entry) {
        tellOfDelay(queued, entry, new ReportAction.Late(schedule.get().end(entry)), entry.asLateNoticed());
    }

    private void tellOfDelay(QueuedEntry queued, QueueEntry entry, ReportAction reportAction, QueueEntry told) {
        List<Address> late = entry.recipients().stream()
                .filter(recipient -> recipient.isOpen() && recipient.wants(Event.DELAY))
                .map(RecipientState::address)
                .toList();
        try {
            bounceSender.report(entry, late, reportAction);
            entries.note(queued, told);
        } catch (IOException e) {
            entries.rest(queued, e);
        }
    }

    /** The report first, then the note that it was made: a crash between tells the sender twice rather than never. */
    private void giveBack(QueuedEntry queued, QueueEntry entry, List<Address> recipients, ReportAction reportAction) {
        Map<Boolean, List<Address>> byWish = recipients.stream()
                .collect(Collectors.partitioningBy(
                        address -> entry.recipient(address).orElseThrow().wants(reportAction.event())));
        List<Address> told = byWish.get(true);
        List<Address> silent = byWish.get(false);
        silent.forEach(address -> Logger.info("{}: no report about <{}>, as its sender wished", entry.id(), address));
        QueueEntry settled = entry.with(silent, r -> r.as(Status.SILENT));
        if (told.isEmpty()) {
            entries.note(queued, settled);
            return;
        }
        try {
            Status end = bounceSender.report(settled, told, reportAction);
            entries.note(queued, settled.with(told, r -> r.as(end)));
        } catch (IOException e) {
            entries.note(queued, settled.with(told, r -> r.as(Status.WAITING)));
            entries.rest(queued, e);
        }
    }

    private static RecipientState after(
            QueueEntry entry, RecipientState recipient, RecipientOutcome outcome, Instant next) {
        return switch (outcome) {
            case RecipientOutcome.Delivered(Reply reply, boolean reportsToo) -> {
                boolean ours = !reportsToo && entry.tellsOfRelay(recipient);
                yield recipient.met(Optional.of(reply), "").as(ours ? Status.RELAYED : Status.DELIVERED);
            }
            case RecipientOutcome.Deferred(String text, Optional<Reply> reply) ->
                recipient.met(reply, text).as(Status.WAITING).at(next);
            // Still being tried, as long as its report isn't on its way.
            case RecipientOutcome.Refused(Reply reply) -> recipient.met(Optional.of(reply), "");
            case RecipientOutcome.Unfit(Reply verdict) -> recipient.unfit(verdict);
        };
    }

    /** @param fault where it was the hop that failed, whose next try is the message's */
    private void tell(
            QueueEntry begun,
            QueueEntry settled,
            Address address,
            Map<Address, RecipientOutcome> outcomes,
            Optional<HopFault> fault) {
        String id = begun.id();
        String hop = begun.recipient(address)
                .flatMap(RecipientState::lastHop)
                .map(Object::toString)
                .orElse("");
        Instant next = fault.map(HopFault::nextTry)
                .or(() -> settled.recipient(address).map(RecipientState::nextTry))
                .orElse(clock.instant());
        switch (Optional.ofNullable(outcomes.get(address)).orElse(SILENT_AGENT)) {
            case RecipientOutcome.Delivered(Reply reply, boolean reportsToo) ->
                events.add(new MailEvent.Relayed(id, begun.sender(), address, hop, reply.toString()));
            case RecipientOutcome.Deferred(String text, Optional<Reply> reply) ->
                events.add(new MailEvent.Deferred(id, begun.sender(), address, hop, text, next));
            case RecipientOutcome.Refused(Reply reply) ->
                events.add(new MailEvent.Bounced(id, begun.sender(), address, hop, reply.toString()));
            case RecipientOutcome.Unfit(Reply verdict) ->
                events.add(new MailEvent.Bounced(id, begun.sender(), address, hop, verdict.toString()));
        }
    }

    private void log(QueueEntry entry, Address address, RecipientOutcome outcome, Instant next) {
        LogLine line = LogLine.of(entry.id())
                .with("from", entry.sender())
                .with("to", "<" + address + ">")
                .with("relay", entry.recipient(address).flatMap(RecipientState::lastHop))
                .with(
                        "delay",
                        Duration.between(entry.arrived(), clock.instant()).toSeconds());
        Logger.info(
                switch (outcome) {
                    case RecipientOutcome.Delivered(Reply reply, boolean reportsToo) ->
                        ended(line, "2.0.0", reply, "sent");
                    case RecipientOutcome.Deferred(String text, Optional<Reply> reply) ->
                        line.with("next", next.truncatedTo(ChronoUnit.SECONDS))
                                .with("dsn", reply.map(Reply::fullStatus).orElse("4.4.1"))
                                .status("deferred", OneLine.quoting(text));
                    case RecipientOutcome.Refused(Reply reply) -> ended(line, "5.0.0", reply, "bounced");
                    case RecipientOutcome.Unfit(Reply verdict) -> ended(line, "5.0.0", verdict, "bounced");
                });
    }

    private static String ended(LogLine line, String general, Reply reply, String status) {
        String dsn = reply.status().isPresent() ? reply.fullStatus() : general;
        return line.with("dsn", dsn).status(status, OneLine.quoting(reply.toString()));
    }
}
