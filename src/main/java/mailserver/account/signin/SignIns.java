package mailserver.account.signin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import mailserver.account.Account;
import mailserver.config.file.PrivateFile;
import mailserver.mail.Address;
import org.apache.commons.codec.digest.DigestUtils;
import org.tinylog.Logger;

/**
 * All sign-ins of a server, in a file that is written at each change: a line each, with tabs between its parts. Of the words that open
 * something only the digest is kept.
 */
public final class SignIns {
    /** For who wants to stay signed in, and for everybody else. */
    private static final Duration KEPT = Duration.ofDays(30);

    private static final Duration USUAL = Duration.ofHours(12);
    private static final int MOST_OF_ONE = 50;
    private static final int RANDOM_OCTETS = 32;
    private static final int LONGEST_AGENT = 200;
    private static final int PARTS = 8;

    private final Path file;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private List<SignIn> all;

    /** @param words what the browser shows from now on; they are kept nowhere else */
    public record Made(SignIn signIn, String words) {}

    public SignIns(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /** @param keep whether it outlives the day */
    public Made add(Account account, boolean keep, String client, String agent) throws IOException {
        String words = Base64.getUrlEncoder().withoutPadding().encodeToString(octets());
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var made = new SignIn(
                DigestUtils.sha256Hex(octets()).substring(0, 16),
                DigestUtils.sha256Hex(words),
                account.address(),
                digest(account),
                now,
                now.plus(keep ? KEPT : USUAL),
                client,
                oneLine(agent));
        lock.lock();
        try {
            var fresh = new ArrayList<>(known());
            fresh.removeIf(one -> !one.until().isAfter(now));
            fresh.add(made);
            List<SignIn> own =
                    fresh.stream().filter(one -> isOf(one, account.address())).toList();
            if (own.size() > MOST_OF_ONE) {
                fresh.remove(own.getFirst());
            }
            write(fresh);
        } finally {
            lock.unlock();
        }
        return new Made(made, words);
    }

    /** Whose words these are, if that is not over and his password is still the same. */
    public Optional<SignIn> find(String words, Function<Address, Optional<Account>> accounts) throws IOException {
        byte[] digest = DigestUtils.sha256Hex(words).getBytes(StandardCharsets.US_ASCII);
        Instant now = clock.instant();
        lock.lock();
        try {
            return known().stream()
                    .filter(one -> MessageDigest.isEqual(one.sha256().getBytes(StandardCharsets.US_ASCII), digest))
                    .filter(one -> one.until().isAfter(now))
                    .filter(one -> accounts.apply(one.account())
                            .filter(account -> digest(account).equals(one.secret()))
                            .isPresent())
                    .findFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Those of an account that are not over, the latest first. */
    public List<SignIn> of(Address account) throws IOException {
        Instant now = clock.instant();
        lock.lock();
        try {
            return known().stream()
                    .filter(one -> isOf(one, account) && one.until().isAfter(now))
                    .toList()
                    .reversed();
        } finally {
            lock.unlock();
        }
    }

    /** Ends one. False when the account has none of this id. */
    public boolean remove(Address account, String id) throws IOException {
        lock.lock();
        try {
            var fresh = new ArrayList<>(known());
            boolean removed =
                    fresh.removeIf(one -> isOf(one, account) && one.id().equals(id));
            if (removed) {
                write(fresh);
            }
            return removed;
        } finally {
            lock.unlock();
        }
    }

    private static boolean isOf(SignIn one, Address account) {
        return one.account().folded().equals(account.folded());
    }

    private byte[] octets() {
        byte[] octets = new byte[RANDOM_OCTETS];
        random.nextBytes(octets);
        return octets;
    }

    private static String digest(Account account) {
        return DigestUtils.sha256Hex("sign-in " + account.secret().encoded()).substring(0, 32);
    }

    private static String oneLine(String agent) {
        String line = agent.replaceAll("\\p{Cntrl}", " ");
        return line.length() > LONGEST_AGENT ? line.substring(0, LONGEST_AGENT) : line;
    }

    private List<SignIn> known() throws IOException {
        if (all == null) {
            try {
                all = Files.readAllLines(file).stream()
                        .map(this::parse)
                        .flatMap(Optional::stream)
                        .toList();
            } catch (NoSuchFileException e) {
                all = List.of();
            }
        }
        return all;
    }

    private void write(List<SignIn> fresh) throws IOException {
        String text = fresh.stream()
                .map(one -> String.join(
                        "\t",
                        one.id(),
                        one.sha256(),
                        one.account().toString(),
                        one.secret(),
                        one.began().toString(),
                        one.until().toString(),
                        one.client(),
                        one.agent()))
                .collect(Collectors.joining("\n", "", "\n"));
        PrivateFile.createIfAbsent(file);
        PrivateFile.replace(file, text);
        all = List.copyOf(fresh);
    }

    /** A line that makes no sense lets nobody in. */
    private Optional<SignIn> parse(String line) {
        if (line.isBlank()) {
            return Optional.empty();
        }
        String[] parts = line.split("\t", -1);
        try {
            if (parts.length == PARTS) {
                return Address.parse(parts[2])
                        .map(account -> new SignIn(
                                parts[0],
                                parts[1],
                                account,
                                parts[3],
                                Instant.parse(parts[4]),
                                Instant.parse(parts[5]),
                                parts[6],
                                parts[7]));
            }
        } catch (DateTimeException e) {
            // Told below.
        }
        Logger.warn("{}: a line is no sign-in and was left out", file);
        return Optional.empty();
    }
}
