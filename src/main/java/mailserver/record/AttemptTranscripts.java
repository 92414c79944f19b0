package mailserver.record;

import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.queue.NextHop;
import mailserver.queue.delivery.AttemptObserver;
import mailserver.record.RecordedSession.Kind;
import mailserver.record.RecordedSession.Speaker;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.Reply;
import mailserver.wire.Transcript;

/**
 * The queue's attempts, recorded one by one. An attempt may go to several hosts, and a connection may carry several messages; what puts
 * lines and message together is the thread: it begins an attempt, speaks, and ends it.
 */
final class AttemptTranscripts implements AttemptObserver {
    /** Under way on this thread. */
    private record Attempt(Conversation fresh, Set<PeerTranscript> connections) {}

    private final ThreadLocal<Attempt> current = new ThreadLocal<>();
    private final Consumer<RecordedSession> records;
    private final InstantSource clock;

    AttemptTranscripts(InstantSource clock, Consumer<RecordedSession> records) {
        this.clock = clock;
        this.records = records;
    }

    /** For a connection that is made now, by the thread whose attempt it is for. */
    Transcript connection() {
        return new PeerTranscript();
    }

    @Override
    public void begins(Envelope envelope, NextHop hop) {
        current.set(new Attempt(new Conversation(clock.instant()), new LinkedHashSet<>()));
    }

    @Override
    public void ended(Envelope envelope, NextHop hop, Map<Address, RecipientOutcome> outcomes) {
        Attempt attempt = current.get();
        current.remove();
        if (attempt == null) {
            return;
        }
        String outcome = outcome(outcomes);
        if (attempt.connections().isEmpty()) {
            // Nobody could be reached.
            records.accept(record(envelope, hop, attempt.fresh(), outcome));
        }
        for (PeerTranscript connection : attempt.connections()) {
            records.accept(record(envelope, hop, connection.conversation, outcome));
            connection.conversation.endMessage();
        }
    }

    private static RecordedSession record(Envelope envelope, NextHop hop, Conversation conversation, String outcome) {
        return new RecordedSession(
                Kind.ATTEMPT,
                Optional.of(envelope.id()),
                hop.inWords(),
                conversation.began(),
                conversation.tls(),
                conversation.all(),
                outcome);
    }

    private static String outcome(Map<Address, RecipientOutcome> outcomes) {
        List<String> words = outcomes.values().stream()
                .map(AttemptTranscripts::words)
                .distinct()
                .toList();
        return words.size() == 1
                ? words.getFirst()
                : outcomes.entrySet().stream()
                        .map(one -> "<" + one.getKey() + ">: " + words(one.getValue()))
                        .collect(Collectors.joining("; "));
    }

    private static String words(RecipientOutcome outcome) {
        return switch (outcome) {
            case RecipientOutcome.Delivered(Reply reply, boolean reportsToo) -> reply.toString();
            case RecipientOutcome.Deferred(String why, Optional<Reply> reply) -> why;
            case RecipientOutcome.Refused(Reply reply) -> reply.toString();
            case RecipientOutcome.Unfit(Reply verdict) -> verdict.toString();
        };
    }

    private final class PeerTranscript implements Transcript {
        private final Conversation conversation = new Conversation(clock.instant());

        PeerTranscript() {
            touch();
        }

        private void touch() {
            Attempt attempt = current.get();
            if (attempt != null) {
                attempt.connections().add(this);
            }
        }

        @Override
        public void secured(String agreed) {
            conversation.secured(agreed);
        }

        @Override
        public void received(String line) {
            conversation.add(Speaker.SERVER, line);
        }

        @Override
        public void sent(String line) {
            touch();
            conversation.add(Speaker.CLIENT, line);
            if (line.startsWith("MAIL FROM:")) {
                conversation.beginMessage();
            }
        }
    }
}
