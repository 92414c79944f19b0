package mailserver.account.token;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mailserver.config.file.PrivateFile;
import mailserver.mail.Address;
import org.apache.commons.codec.digest.DigestUtils;
import org.tinylog.Logger;

/**
 * The file of tokens: {@code NAME SHA-256 ADDRESS} or {@code NAME SHA-256 admin}, one a line. It is read again whenever it was changed, so
 * a token counts, or no longer does, from the next request on.
 */
public final class TokenFile {
    private static final String HEADER =
            "# name, SHA-256 and account of each token; \"bin/mailserver token add\" writes them\n";

    private static final String ADMIN = "admin";
    private static final String PREFIX = "mst_";
    private static final int RANDOM_OCTETS = 32;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock.
    private List<Token> known = List.of();
    private Stamp stamp = Stamp.NONE;

    private record Stamp(Object key, long modified, long size) {
        static final Stamp NONE = new Stamp("", 0, 0);
    }

    public TokenFile(Path file) {
        this.file = file;
    }

    /** Whether a token can be called so: letters, digits, dot, hyphen and underscore. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    public List<Token> all() throws IOException {
        lock.lock();
        try {
            Stamp now = stamp();
            if (!now.equals(stamp) || now.equals(Stamp.NONE)) {
                known = read();
                stamp = now;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    /** Whose words these are. */
    public Optional<Token> find(String words) throws IOException {
        byte[] digest = DigestUtils.sha256Hex(words).getBytes(StandardCharsets.US_ASCII);
        return all().stream()
                .filter(token -> MessageDigest.isEqual(token.sha256().getBytes(StandardCharsets.US_ASCII), digest))
                .findFirst();
    }

    /**
     * Adds one.
     *
     * @param account whose eyes it sees with; empty: those of an administrator
     * @return the words, which are kept nowhere; empty when there is a token of that name
     */
    public Optional<String> add(String name, Optional<Address> account) throws IOException {
        List<Token> tokens = new ArrayList<>(read());
        if (tokens.stream().anyMatch(token -> token.name().equals(name))) {
            return Optional.empty();
        }
        byte[] random = new byte[RANDOM_OCTETS];
        new SecureRandom().nextBytes(random);
        String words = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        tokens.add(new Token(name, DigestUtils.sha256Hex(words), account));
        write(tokens);
        return Optional.of(words);
    }

    /** False when there is none of that name. */
    public boolean remove(String name) throws IOException {
        List<Token> tokens = new ArrayList<>(read());
        boolean removed = tokens.removeIf(token -> token.name().equals(name));
        if (removed) {
            write(tokens);
        }
        return removed;
    }

    private void write(List<Token> tokens) throws IOException {
        var text = new StringBuilder(HEADER);
        for (Token token : tokens) {
            String account = token.account().map(Address::toString).orElse(ADMIN);
            text.append(token.name())
                    .append(' ')
                    .append(token.sha256())
                    .append(' ')
                    .append(account)
                    .append('\n');
        }
        PrivateFile.createIfAbsent(file);
        PrivateFile.replace(file, text.toString());
    }

    private Stamp stamp() throws IOException {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.fileKey(), attributes.lastModifiedTime().toMillis(), attributes.size());
        } catch (NoSuchFileException e) {
            return Stamp.NONE;
        }
    }

    private List<Token> read() throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(this::token)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** A line that makes no sense opens nothing. */
    private Optional<Token> token(String line) {
        String[] words = line.strip().split("\\s+");
        boolean sound = words.length == 3 && isName(words[0]) && words[1].matches("[0-9a-f]{64}");
        Optional<Optional<Address>> account = !sound
                ? Optional.empty()
                : words[2].equals(ADMIN)
                        ? Optional.of(Optional.empty())
                        : Address.parse(words[2]).map(Optional::of);
        if (account.isEmpty()) {
            Logger.warn("{}: a line is no token and was left out", file);
        }
        return account.map(whose -> new Token(words[0], words[1], whose));
    }
}
