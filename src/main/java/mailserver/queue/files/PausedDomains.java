package mailserver.queue.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import mailserver.dsn.OneLine;
import mailserver.mail.Address;
import mailserver.store.DurableFiles;
import org.tinylog.Logger;

/** Domains to which no mail goes for now, because somebody said so: one a line in {@code queue/paused}. */
public final class PausedDomains {
    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Set<String> domains = Set.of();
    private volatile Optional<FileStamp> seen = Optional.empty();

    PausedDomains(Path file) {
        this.file = file;
    }

    public boolean isPaused(Address recipient) {
        return domains.contains(recipient.domain());
    }

    public Set<String> domains() {
        return domains;
    }

    /** @return false when it was so already */
    public boolean add(String domain) throws IOException {
        lock.lock();
        try {
            var more = new TreeSet<>(domains);
            return more.add(domain) && write(more);
        } finally {
            lock.unlock();
        }
    }

    /** @return false when it was not paused */
    public boolean remove(String domain) throws IOException {
        lock.lock();
        try {
            var fewer = new TreeSet<>(domains);
            return fewer.remove(domain) && write(fewer);
        } finally {
            lock.unlock();
        }
    }

    private boolean write(Set<String> changed) throws IOException {
        String text = changed.stream().map(domain -> domain + "\n").collect(Collectors.joining());
        DurableFiles.writeFile(file, text.getBytes(StandardCharsets.UTF_8));
        domains = Set.copyOf(changed);
        seen = Optional.of(FileStamp.of(file));
        return true;
    }

    /**
     * Reads the file where it has changed.
     *
     * @return the domains that were paused, or are so no more
     */
    public Set<String> refresh() {
        lock.lock();
        try {
            Optional<FileStamp> now = Files.exists(file) ? Optional.of(FileStamp.of(file)) : Optional.empty();
            if (now.equals(seen)) {
                return Set.of();
            }
            Set<String> before = domains;
            Set<String> after = now.isPresent() ? read() : Set.of();
            seen = now;
            domains = Set.copyOf(after);
            var changed = new LinkedHashSet<>(after);
            changed.removeAll(before);
            before.stream().filter(domain -> !after.contains(domain)).forEach(changed::add);
            return changed;
        } catch (NoSuchFileException e) {
            return Set.of();
        } catch (IOException e) {
            Logger.warn("queue: {} can't be read: {}", file, OneLine.of(e.toString()));
            return Set.of();
        } finally {
            lock.unlock();
        }
    }

    private Set<String> read() throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        return lines.stream()
                .map(line -> line.replaceFirst("^\uFEFF", "")
                        .replaceFirst("#.*", "")
                        .strip()
                        .toLowerCase(Locale.ROOT))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.toSet());
    }
}
