package mailserver.care.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mailserver.config.value.Limits;

/** Room for mail: octets and inodes. */
final class DiskCheck {
    private static final String TOPIC = "disk";
    private static final int LOW_PERCENT = 10;
    private static final int VERY_LOW_PERCENT = 2;
    private static final long MEGABYTE = 1L << 20;

    private final Path mail;
    private final Limits limits;

    DiskCheck(Path mail, Limits limits) {
        this.mail = mail;
        this.limits = limits;
    }

    List<Diagnosis> run() throws IOException {
        Path there = mail;
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        FileStore store = Files.getFileStore(there);
        var found = new ArrayList<Diagnosis>();
        if (store.isReadOnly()) {
            found.add(Diagnosis.fault(
                    TOPIC, mail + " is on a file system that is read-only", "mount it anew, and see why"));
        }
        found.add(octets(store.getUsableSpace(), store.getTotalSpace(), limits.messageSize()));
        inodesUsed(there).map(DiskCheck::inodes).ifPresent(found::add);
        return found;
    }

    static Diagnosis octets(long free, long total, long largestMessage) {
        String words = free / MEGABYTE + " MB of " + total / MEGABYTE + " MB are free";
        String remedy = "make room, or mail is answered 452 and waits at its senders";
        if (free < 4 * largestMessage || 100.0 * free / total < VERY_LOW_PERCENT) {
            return Diagnosis.fault(TOPIC, words, remedy);
        }
        return 100.0 * free / total < LOW_PERCENT ? Diagnosis.note(TOPIC, words, remedy) : Diagnosis.ok(TOPIC, words);
    }

    static Diagnosis inodes(int usedPercent) {
        String words = usedPercent + " % of the inodes are used";
        String remedy = "each message is a file: make room for more of them, on a file system made with more inodes";
        if (100 - usedPercent < VERY_LOW_PERCENT) {
            return Diagnosis.fault(TOPIC, words, remedy);
        }
        return 100 - usedPercent < LOW_PERCENT ? Diagnosis.note(TOPIC, words, remedy) : Diagnosis.ok(TOPIC, words);
    }

    /** Java can't ask, df can. Empty where it doesn't know, or a file system has no such limit. */
    private static Optional<Integer> inodesUsed(Path path) {
        try {
            Process df = new ProcessBuilder("df", "-Pi", path.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(df.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            df.waitFor(5, TimeUnit.SECONDS);
            return percent(said);
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    static Optional<Integer> percent(String df) {
        return df.lines()
                .skip(1)
                .findFirst()
                .map(line -> line.split("\\s+"))
                .filter(words -> words.length > 4 && words[4].matches("[0-9]{1,3}%"))
                .map(words -> Integer.valueOf(words[4].substring(0, words[4].length() - 1)));
    }
}
