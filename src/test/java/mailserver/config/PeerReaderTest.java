package mailserver.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import mailserver.config.file.ConfigurationException;
import mailserver.config.file.Fault;
import mailserver.config.file.ReadFaults;
import mailserver.config.value.Fingerprint;
import mailserver.config.value.HostPort;
import mailserver.config.value.OtherDomains;
import mailserver.config.value.Peer;
import mailserver.config.value.TlsPolicy;
import mailserver.config.value.TlsPolicy.Mode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be said of a peer beside where it is. */
class PeerReaderTest {
    private static final String HEX = "0123456789abcdef".repeat(4);
    private static final Fingerprint PIN = new Fingerprint(HEX);
    private static final HostPort PLACE = new HostPort("h", 25);

    @TempDir
    Path home;

    @BeforeEach
    void files() throws IOException {
        Files.createDirectory(home.resolve("etc"));
        Files.writeString(home.resolve("etc/ca.pem"), "vouches");
        var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.createFile(home.resolve("etc/secret"), mine);
        Files.writeString(home.resolve("etc/secret"), "swordfish\r\nsecond line");
    }

    private Configuration read(String text) throws Exception {
        return ConfigurationReader.read(Files.writeString(home.resolve("etc/mailserver.toml"), text));
    }

    private Peer peer(String table) throws Exception {
        return read("[peers]\n'a.b' = " + table).peers().get("a.b");
    }

    private static Peer peer(Mode mode, Optional<Fingerprint> pin, Optional<Path> authority) {
        return new Peer(PLACE, new TlsPolicy(mode, pin, authority), Optional.empty());
    }

    @Test
    void tls_is_tried_unless_something_else_is_said() throws Exception {
        assertEquals(Peer.at(PLACE), peer("'h:25'"));
        assertEquals(Peer.at(PLACE), peer("{ host = 'h:25' }"));
        assertEquals(Peer.at(PLACE), peer("{ host = 'h:25', tls = 'try' }"));
        assertEquals(peer(Mode.OFF, Optional.empty(), Optional.empty()), peer("{ host = 'h:25', tls = 'off' }"));
        assertEquals(
                peer(Mode.REQUIRE, Optional.empty(), Optional.empty()), peer("{ host = 'h:25', tls = 'require' }"));
    }

    @Test
    void who_wants_to_know_the_peer_requires_tls() throws Exception {
        Peer pinned = peer(Mode.REQUIRE, Optional.of(PIN), Optional.empty());
        assertEquals(pinned, peer("{ host = 'h:25', pin = 'sha256:" + HEX + "' }"));
        assertEquals(pinned, peer("{ host = 'h:25', tls = 'require', pin = '" + HEX.toUpperCase() + "' }"));
        String colons = "SHA256 Fingerprint=" + HEX.replaceAll("(..)(?=.)", "$1:");
        assertEquals(pinned, peer("{ host = 'h:25', pin = '" + colons + "' }"));
        assertEquals(
                peer(Mode.REQUIRE, Optional.empty(), Optional.of(home.resolve("etc/ca.pem"))),
                peer("{ host = 'h:25', authority = 'etc/ca.pem' }"));
    }

    @Test
    void the_password_stays_in_its_file() throws Exception {
        Peer peer = peer("{ host = 'h:25', user = 'us', password_file = 'etc/secret' }");
        assertEquals("us", peer.login().orElseThrow().user());
        assertEquals("swordfish", peer.login().orElseThrow().password());
        assertFalse(peer.toString().contains("swordfish"), peer.toString());
        Files.writeString(home.resolve("etc/secret"), "new one");
        assertEquals("new one", peer.login().orElseThrow().password());
    }

    @Test
    void a_smarthost_has_the_same_keys() throws Exception {
        Configuration read = read("[relay]\notherwise = { host = 'h:25', pin = '" + HEX + "' }");
        assertEquals(
                new OtherDomains.Smarthost(peer(Mode.REQUIRE, Optional.of(PIN), Optional.empty())),
                read.relay().otherDomains());
    }

    @Test
    void a_section_will_do_as_well_and_a_name_without_dots_too() throws Exception {
        Peer off = peer(Mode.OFF, Optional.empty(), Optional.empty());
        assertEquals(
                Map.of("*.lab", off),
                read("[peers.'*.lab']\nhost = 'h:25'\ntls = 'off'").peers());
        assertEquals(
                Map.of("lab", off),
                read("[peers]\nlab = { host = 'h:25', tls = 'off' }").peers());
        assertEquals(
                Map.of("lab", off),
                read("[peers]\nlab.host = 'h:25'\nlab.tls = 'off'").peers());
    }

    static Stream<Arguments> wrongTables() {
        String peer = "2: peers.\"a.b\"";
        return Stream.of(
                arguments("{ tls = 'off' }", peer + ": does not say where it is; add host = \"host:port\""),
                arguments("{ host = 'h' }", peer + ".host: \"h\" is not \"host:port\" with a port from 1 to 65535"),
                arguments("{ host = 25 }", peer + ".host: must be text in quotes, not the number 25"),
                arguments(
                        "{ host = 'h:25', tlss = 'off' }",
                        "2: unknown key \"tlss\" in [peers.\"a.b\"]; did you mean \"tls\"?"),
                arguments(
                        "{ host = 'h:25', tls = 'yes' }",
                        peer + ".tls: \"yes\" is not one of \"off\", \"try\", \"require\""),
                arguments("{ host = 'h:25', tls = true }", peer + ".tls: must be text in quotes, not true"),
                arguments(
                        "{ host = 'h:25', pin = 'sha256:12' }",
                        peer + ".pin: \"sha256:12\" is not \"sha256:\" and 64 hex digits, "
                                + "as \"bin/mailserver tls\" prints them"),
                arguments(
                        "{ host = 'h:25', tls = 'off', pin = '" + HEX + "' }",
                        peer + ".tls: can only be \"require\" together with pin"),
                arguments(
                        "{ host = 'h:25', tls = 'try', authority = 'etc/ca.pem' }",
                        peer + ".tls: can only be \"require\" together with authority"),
                arguments(
                        "{ host = 'h:25', pin = '" + HEX + "', authority = 'etc/ca.pem' }",
                        peer + ".authority: pin says already which certificate it must be; leave one of the two out"),
                arguments(
                        "{ host = 'h:25', authority = '/no/such.pem' }",
                        peer + ".authority: no such file: /no/such.pem"),
                arguments("{ host = 'h:25', user = 'us' }", peer + ".user: needs a password_file, too"),
                arguments(
                        "{ host = 'h:25', password_file = 'etc/secret' }", peer + ".password_file: needs a user, too"),
                arguments(
                        "{ host = 'h:25', user = '', password_file = 'etc/secret' }",
                        peer + ".user: is not a user name"),
                arguments(
                        "{ host = 'h:25', user = \"a\\nb\", password_file = 'etc/secret' }",
                        peer + ".user: is not a user name"),
                arguments(
                        "{ host = 'h:25', user = 'us', password_file = '/no/such' }",
                        peer + ".password_file: no such file: /no/such"),
                arguments("['h:25']", peer + ": must be text in quotes, not a list"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongTables")
    void says_what_is_wrong_with_a_table(String table, String fault) {
        assertEquals(List.of(fault), ReadFaults.of(() -> peer(table)));
    }

    @Test
    void a_fault_in_a_section_has_its_own_line() {
        assertEquals(
                List.of("4: peers.\"a.b\".pin: \"x\" is not \"sha256:\" and 64 hex digits, "
                        + "as \"bin/mailserver tls\" prints them"),
                ReadFaults.of(() -> read("[peers.'a.b']\nhost = 'h:25'\n\npin = 'x'")));
        assertEquals(
                List.of("2: unknown key \"pins\" in [relay.otherwise]; did you mean \"pin\"?"),
                ReadFaults.of(() -> read("[relay]\notherwise = { host = 'h:25', pins = 'x' }")));
    }

    @Test
    void a_password_that_everybody_can_read_is_worth_a_warning() throws Exception {
        read("""
                [peers]
                'a.b' = { host = 'h:25', user = 'us', password_file = 'etc/secret' }
                [relay]
                otherwise = { host = 'h:26', user = 'us', password_file = 'etc/secret' }
                """);
        Files.createFile(home.resolve("etc/accounts"));
        var files = new ServerFiles(home);
        assertEquals(List.of(), secretWarnings(files));
        Files.setPosixFilePermissions(home.resolve("etc/secret"), PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(
                List.of(home.resolve("etc/secret") + ": everybody on this machine can read the password; chmod 600 it"),
                secretWarnings(files));
    }

    private static List<String> secretWarnings(ServerFiles files) throws ConfigurationException {
        return Settings.load(files).warnings(files).stream()
                .map(Fault::toString)
                .filter(warning -> warning.contains("secret"))
                .toList();
    }

    @Test
    void a_policy_can_be_said_in_words() throws Exception {
        assertEquals("h:25, with TLS if it offers that", peer("'h:25'").inWords());
        assertEquals("h:25, without TLS", peer("{ host = 'h:25', tls = 'off' }").inWords());
        assertEquals(
                "h:25, only over TLS, with any certificate, logged in as us",
                peer("{ host = 'h:25', tls = 'require', user = 'us', password_file = 'etc/secret' }")
                        .inWords());
        assertEquals(
                "h:25, only over TLS with the certificate sha256:" + HEX,
                peer("{ host = 'h:25', pin = '" + HEX + "' }").inWords());
        assertTrue(peer("{ host = 'h:25', authority = 'etc/ca.pem' }")
                .inWords()
                .endsWith("only over TLS with a certificate that " + home.resolve("etc/ca.pem") + " vouches for"));
    }
}
