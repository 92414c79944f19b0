package mailserver.care.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import mailserver.config.ServerFiles;

/** Whether the queue holds what only a person can do something about. */
final class QueueLook {
    private final ServerFiles files;

    QueueLook(ServerFiles files) {
        this.files = files;
    }

    List<Diagnosis> run() throws IOException {
        long failed = envelopes(files.failed());
        if (failed > 0) {
            return List.of(Diagnosis.note(
                    "queue",
                    failed + " messages in " + files.failed() + " could be neither delivered nor returned",
                    "read the .reason files there, and remove what is of no use"));
        }
        return List.of(Diagnosis.ok("queue", envelopes(files.queue()) + " messages wait"));
    }

    private static long envelopes(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".envelope")).count();
        } catch (NoSuchFileException e) {
            return 0;
        }
    }
}
