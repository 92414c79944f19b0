package mailserver.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import mailserver.config.file.BadValueException;
import mailserver.config.value.Fingerprint;
import mailserver.config.value.HostPort;
import mailserver.config.value.Peer;
import mailserver.config.value.PeerLogin;
import mailserver.config.value.TlsPolicy;

/** Reads where a peer is and how the way to it is protected: {@code "host:port"} alone, or a table that says more. */
final class PeerReader {
    private static final String HOST = "host";
    private static final String TLS = "tls";
    private static final String PIN = "pin";
    private static final String AUTHORITY = "authority";
    private static final String USER = "user";
    private static final String PASSWORD_FILE = "password_file";
    private static final Set<String> KEYS = Set.of(HOST, TLS, PIN, AUTHORITY, USER, PASSWORD_FILE);

    private final Path home;

    /** @param home where the names of files are seen from */
    PeerReader(Path home) {
        this.home = home;
    }

    /** Empty where there is a fault. */
    Optional<Peer> read(Section section, String key) {
        return section.isSection(key)
                ? table(section, key)
                : section.value(key, Values::hop).map(Peer::at);
    }

    /** Whether a table is meant for a peer, and not the end of a domain that somebody forgot to quote. */
    static boolean isPeer(Section table) {
        return !Collections.disjoint(table.keys(), KEYS);
    }

    private Optional<Peer> table(Section section, String key) {
        Section table = section.section(key);
        Optional<HostPort> place = table.value(HOST, Values::hop);
        if (!table.keys().contains(HOST)) {
            section.fault(key, "does not say where it is; add host = \"host:port\"");
        }
        TlsPolicy tls = tls(table);
        Optional<PeerLogin> login = login(table);
        table.finish();
        return place.map(where -> new Peer(where, tls, login));
    }

    private TlsPolicy tls(Section table) {
        Optional<TlsPolicy.Mode> written = table.value(TLS, Values.oneOf(TlsPolicy.Mode.class));
        Optional<Fingerprint> pin = table.value(PIN, Values::fingerprint);
        Optional<Path> authority = table.value(AUTHORITY, this::existing);
        boolean verifies = pin.isPresent() || authority.isPresent();
        if (pin.isPresent() && authority.isPresent()) {
            table.fault(AUTHORITY, "pin says already which certificate it must be; leave one of the two out");
        }
        // "try" would send in the clear to whoever has the wrong certificate: what was the pin for?
        if (verifies && written.filter(mode -> mode != TlsPolicy.Mode.REQUIRE).isPresent()) {
            table.fault(TLS, "can only be \"require\" together with " + (pin.isPresent() ? PIN : AUTHORITY));
        }
        TlsPolicy.Mode otherwise = verifies ? TlsPolicy.Mode.REQUIRE : TlsPolicy.Mode.TRY;
        return new TlsPolicy(written.orElse(otherwise), pin, authority);
    }

    private Optional<PeerLogin> login(Section table) {
        Optional<String> user = table.value(USER, PeerReader::user);
        Optional<Path> file = table.value(PASSWORD_FILE, this::existing);
        Set<String> keys = table.keys();
        if (keys.contains(USER) && !keys.contains(PASSWORD_FILE)) {
            table.fault(USER, "needs a password_file, too");
        }
        if (keys.contains(PASSWORD_FILE) && !keys.contains(USER)) {
            table.fault(PASSWORD_FILE, "needs a user, too");
        }
        return user.flatMap(name -> file.map(path -> new PeerLogin(name, path)));
    }

    private static String user(Object raw) throws BadValueException {
        String text = Values.text(raw);
        if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            throw new BadValueException("is not a user name");
        }
        return text;
    }

    private Path existing(Object raw) throws BadValueException {
        Path file = home.resolve(Values.file(raw));
        if (!Files.isRegularFile(file)) {
            throw new BadValueException("no such file: " + file);
        }
        if (!Files.isReadable(file)) {
            throw new BadValueException("this user may not read " + file);
        }
        return file;
    }
}
