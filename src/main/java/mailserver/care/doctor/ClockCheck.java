package mailserver.care.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mailserver.config.ServerFiles;

/** Whether the clock can be right. Retries, dates, certificates and the order of mail depend on it. */
final class ClockCheck {
    private static final String TOPIC = "clock";
    private static final String REMEDY = "let a service such as chrony or systemd-timesyncd set the clock";
    /** This program is younger. */
    private static final Instant EARLIEST = Instant.parse("2025-01-01T00:00:00Z");

    private static final Duration SLACK = Duration.ofMinutes(5);

    private final ServerFiles files;
    private final Instant now;

    ClockCheck(ServerFiles files, Instant now) {
        this.files = files;
        this.now = now;
    }

    List<Diagnosis> run() throws IOException {
        if (now.isBefore(EARLIEST)) {
            return List.of(Diagnosis.fault(TOPIC, "it says " + now + ", which is over", REMEDY));
        }
        var found = new ArrayList<Diagnosis>();
        for (Path path : List.of(files.run(), files.queue(), files.log())) {
            if (Files.exists(path)
                    && Files.getLastModifiedTime(path).toInstant().isAfter(now.plus(SLACK))) {
                found.add(Diagnosis.fault(
                        TOPIC,
                        "it says " + now + ", and " + path + " was changed at " + Files.getLastModifiedTime(path),
                        REMEDY));
            }
        }
        if (found.isEmpty()) {
            found.add(
                    isUnsynchronized()
                            ? Diagnosis.note(TOPIC, "it is " + now + ", and nobody sets the clock", REMEDY)
                            : Diagnosis.ok(TOPIC, "it is " + now));
        }
        return found;
    }

    /** As systemd knows it; where there is none, nobody can say. */
    private static boolean isUnsynchronized() {
        try {
            Process process = new ProcessBuilder("timedatectl", "show", "-p", "NTPSynchronized", "--value")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(5, TimeUnit.SECONDS) && said.strip().equals("no");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
