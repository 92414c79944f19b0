package mailserver.server.limit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import mailserver.account.Hmac;
import mailserver.config.file.PrivateFile;
import mailserver.config.value.Network;
import mailserver.mail.Address;
import org.tinylog.Logger;

/**
 * From which networks each account has logged in rightly within the last month: whoever does so again is not kept waiting by what others
 * do there. Kept through a restart in a file of the owner's, to which each new one is added: a day since 1970 and an HMAC under the key in
 * its first line, so that it tells nobody a name or an address at a glance, and of passwords nothing at all. A bounded number is
 * remembered, those not seen for longest going first. What the disk won't take lives in memory.
 */
public final class KnownLogins {
    private static final int MOST = 10_000;
    private static final long DAYS = 31;
    private static final long DAY = Duration.ofDays(1).toSeconds();
    private static final int KEY_LENGTH = 32;
    private static final int HMAC_LENGTH = 16;
    private static final HexFormat HEX = HexFormat.of();

    private final Optional<Path> file;
    private final InstantSource clock;
    private final byte[] key = new byte[KEY_LENGTH];
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private final Map<String, Long> days = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST;
        }
    };

    /** @param file none for one that remembers nothing through a restart */
    public KnownLogins(Optional<Path> file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        new SecureRandom().nextBytes(key);
        file.ifPresent(this::read);
    }

    boolean has(Network network, Address account) {
        lock.lock();
        try {
            Long day = days.get(hmac(network, account));
            return day != null && today() - day <= DAYS;
        } finally {
            lock.unlock();
        }
    }

    /** The account has logged in from there just now. */
    void add(Network network, Address account) {
        lock.lock();
        try {
            String hmac = hmac(network, account);
            long today = today();
            Long before = days.put(hmac, today);
            if (before == null || before != today) {
                file.ifPresent(path -> append(path, today + " " + hmac + "\n"));
            }
        } finally {
            lock.unlock();
        }
    }

    private long today() {
        return clock.instant().getEpochSecond() / DAY;
    }

    private void read(Path path) {
        try {
            List<String> lines = Files.readAllLines(path, StandardCharsets.US_ASCII);
            byte[] kept = HEX.parseHex(lines.getFirst());
            if (kept.length == KEY_LENGTH) {
                System.arraycopy(kept, 0, key, 0, KEY_LENGTH);
                lines.stream().skip(1).forEach(this::take);
            }
        } catch (NoSuchFileException e) {
            // The first start.
        } catch (IOException | RuntimeException e) {
            Logger.warn("{} can't be read, logins are as from anywhere: {}", path, e.toString());
        }
        // Anew: without those who have not come for a month.
        var text = new StringBuilder(HEX.formatHex(key)).append('\n');
        days.values().removeIf(day -> today() - day > DAYS);
        days.forEach((hmac, day) -> text.append(day).append(' ').append(hmac).append('\n'));
        try {
            PrivateFile.createIfAbsent(path);
            PrivateFile.replace(path, text.toString());
        } catch (IOException e) {
            Logger.warn("{} can't be written: {}", path, e.toString());
        }
    }

    private void take(String line) {
        int space = line.indexOf(' ');
        // What a crash cut short is left out.
        if (space > 0 && line.length() == space + 1 + 2 * HMAC_LENGTH) {
            days.put(line.substring(space + 1), Long.parseLong(line, 0, space, 10));
        }
    }

    private static void append(Path path, String line) {
        try {
            Files.writeString(path, line, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            Logger.warn("{} can't be written: {}", path, e.toString());
        }
    }

    private String hmac(Network network, Address account) {
        byte[] hmac = Hmac.sha256(key, (network + "\0" + account.folded()).getBytes(StandardCharsets.UTF_8));
        return HEX.formatHex(hmac, 0, HMAC_LENGTH);
    }
}
