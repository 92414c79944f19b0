package mailserver.record;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import mailserver.record.RecordedSession.Kind;
import mailserver.record.RecordedSession.Speaker;
import mailserver.wire.Transcript;

/** A client's session, recorded message by message; and what a client was refused without one. For one thread. */
final class SessionTranscript implements Transcript {
    private final String client;
    private final Conversation conversation;
    private final Consumer<RecordedSession> records;
    private Optional<String> id = Optional.empty();
    /** The last reply that refused something, since a message was begun or the last one ended. */
    private Optional<String> refusal = Optional.empty();

    /** @param client its address */
    SessionTranscript(String client, Instant now, Consumer<RecordedSession> records) {
        this.client = client;
        this.conversation = new Conversation(now);
        this.records = records;
    }

    @Override
    public void secured(String agreed) {
        conversation.secured(agreed);
    }

    @Override
    public void received(String line) {
        conversation.add(Speaker.CLIENT, line);
    }

    @Override
    public void sent(String line) {
        conversation.add(Speaker.SERVER, line);
        if (line.startsWith("4") || line.startsWith("5")) {
            refusal = Optional.of(line);
        }
    }

    @Override
    public void begins(String message) {
        abandon();
        conversation.beginMessage();
        id = Optional.of(message);
        refusal = Optional.empty();
    }

    @Override
    public void ends(boolean taken, String outcome) {
        if (id.isEmpty()) {
            // A message that was never begun can't end; the refusal is told when the client leaves.
            return;
        }
        record(taken ? Kind.RECEIVED : Kind.REFUSED, outcome);
        forget();
    }

    @Override
    public void over() {
        if (id.isPresent() && refusal.isEmpty()) {
            refusal = Optional.of("the client left before the message had come to its end");
        }
        abandon();
    }

    /** What was begun has not come to its end. That is told when somebody had been refused something. */
    private void abandon() {
        refusal.ifPresent(why -> record(Kind.REFUSED, why));
        forget();
    }

    private void forget() {
        conversation.endMessage();
        id = Optional.empty();
        refusal = Optional.empty();
    }

    private void record(Kind kind, String outcome) {
        records.accept(new RecordedSession(
                kind, id, client, conversation.began(), conversation.tls(), conversation.all(), outcome));
    }
}
