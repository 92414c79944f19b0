package mailserver.record;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mailserver.config.value.TranscriptSettings;
import mailserver.mail.MessageIds;

/** The transcripts of a server, in files beside its log. Anybody who may read these can look a message up; one process writes. */
public final class TranscriptStore implements Consumer<RecordedSession>, Closeable {
    private final SegmentedLog log;

    private TranscriptStore(SegmentedLog log) {
        this.log = log;
    }

    static TranscriptStore open(Path folder, TranscriptSettings settings, InstantSource clock) {
        return new TranscriptStore(new SegmentedLog(folder, settings.keep(), settings.size(), clock));
    }

    /** Writes it down a moment later. */
    @Override
    public void accept(RecordedSession session) {
        log.add(() -> SessionJson.text(session));
    }

    @Override
    public void close() {
        log.close();
    }

    /**
     * All that was said about a message, in the order in which it began.
     *
     * @param folder where {@link #open} was told to write
     */
    public static List<RecordedSession> find(Path folder, String queueId) throws IOException {
        // Whole quoted words are searched for; what is found is read, and looked at again.
        String word = '"' + queueId + '"';
        var found = new ArrayList<RecordedSession>();
        for (Path file : SegmentFiles.in(folder)) {
            if (couldHold(file, queueId)) {
                try (Stream<String> lines = Files.lines(file)) {
                    lines.filter(line -> line.contains(word))
                            .map(SessionJson::parse)
                            .flatMap(Optional::stream)
                            .filter(session -> session.queueId().equals(Optional.of(queueId)))
                            .forEach(found::add);
                } catch (NoSuchFileException e) {
                    // It has just become too old.
                }
            }
        }
        found.sort(Comparator.comparing(RecordedSession::began));
        return found;
    }

    /** Nobody spoke about a message before it had a name. */
    private static boolean couldHold(Path file, String queueId) throws IOException {
        Optional<Instant> named = MessageIds.time(queueId);
        try {
            return named.isEmpty()
                    || !Files.getLastModifiedTime(file)
                            .toInstant()
                            .isBefore(named.get().minusSeconds(60));
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
