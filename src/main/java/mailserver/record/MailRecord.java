package mailserver.record;

import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import mailserver.config.value.TranscriptSettings;
import mailserver.queue.delivery.AttemptObserver;
import mailserver.record.history.History;
import mailserver.wire.Transcript;

/** Everything that a running server writes down of what happens in it. */
public final class MailRecord implements Closeable {
    private final InstantSource clock;
    private final EventLog events;
    private final Counters counters = new Counters();
    private final DeliveryWatch deliveries = new DeliveryWatch();
    private final History history;
    private final Optional<TranscriptStore> store;
    private final Optional<AttemptTranscripts> attempts;

    /**
     * @param log where the server's log is; files in folders of their own are written beside it
     * @param hub where events come from
     */
    public MailRecord(Path log, TranscriptSettings settings, EventHub hub, InstantSource clock) {
        this.clock = clock;
        this.events = new EventLog(eventsIn(log), settings, clock);
        this.store = settings.keep().isZero()
                ? Optional.empty()
                : Optional.of(TranscriptStore.open(transcriptsIn(log), settings, clock));
        this.attempts = store.map(records -> new AttemptTranscripts(clock, records));
        this.history = new History(log.resolve("history"), clock);
        hub.subscribe(history);
        hub.subscribe(counters);
        hub.subscribe(events);
        hub.subscribe(deliveries);
    }

    /** For who hands mail in without a server: nothing is written down. */
    public static MailRecord off(Path log) {
        return new MailRecord(log, new TranscriptSettings(Duration.ZERO, 1), new EventHub(), InstantSource.system());
    }

    public static Path transcriptsIn(Path log) {
        return log.resolve("transcripts");
    }

    public static Path eventsIn(Path log) {
        return log.resolve("events");
    }

    /** For a client's SMTP session. @param client its address */
    public Transcript session(String client) {
        return store.<Transcript>map(records -> new SessionTranscript(client, clock.instant(), records))
                .orElse(Transcript.NONE);
    }

    /** By the clock that everything here is dated with. */
    public Instant now() {
        return clock.instant();
    }

    /**
     * A message was handed in without a dialogue.
     *
     * @param began    by the clock of {@link #now()}
     * @param asked    what was asked for, in a line
     * @param answered what was answered
     */
    public void handedIn(
            Instant began, Optional<String> queueId, boolean taken, String client, String asked, String answered) {
        store.ifPresent(records -> records.accept(new RecordedSession(
                taken ? RecordedSession.Kind.RECEIVED : RecordedSession.Kind.REFUSED,
                queueId,
                client,
                began,
                Optional.empty(),
                List.of(
                        new RecordedSession.Line(0, RecordedSession.Speaker.CLIENT, asked),
                        new RecordedSession.Line(0, RecordedSession.Speaker.SERVER, answered)),
                answered)));
    }

    /** For a connection to a next hop. */
    public Transcript hop() {
        return attempts.map(AttemptTranscripts::connection).orElse(Transcript.NONE);
    }

    /** Who hears of attempts. */
    public AttemptObserver attempts() {
        return attempts.<AttemptObserver>map(one -> one).orElse(AttemptObserver.NONE);
    }

    /** The server in numbers, over the last month. */
    public History history() {
        return history;
    }

    public EventLog events() {
        return events;
    }

    /** For those who wait for mail. */
    public DeliveryWatch deliveries() {
        return deliveries;
    }

    public Counters counters() {
        return counters;
    }

    /** Writes what is left. */
    @Override
    public void close() {
        history.close();
        store.ifPresent(TranscriptStore::close);
        events.close();
    }
}
