package mailserver.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import mailserver.account.Passwords;
import mailserver.config.file.Fault;
import mailserver.config.file.ReadFaults;
import mailserver.config.value.HostPort;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path home;

    private ServerFiles files;

    @BeforeEach
    void makeHome() throws IOException {
        files = new ServerFiles(home);
        Files.createDirectories(files.etc());
        Files.writeString(files.configuration(), "hostname = 'mail.x'\ndomains = ['x', 'y']\n");
    }

    private List<String> faults() {
        return ReadFaults.withFiles(() -> Settings.load(files));
    }

    private void accounts(String text) throws IOException {
        Files.writeString(files.accounts(), text);
        Files.setPosixFilePermissions(files.accounts(), PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void loadsEverything() throws Exception {
        Files.writeString(home.resolve("zone.toml"), "[MX]\n'z.' = 'host.'\n");
        Files.writeString(files.configuration(), "hostname = 'mail.x'\ndomains = ['x']\nrelay.zone = 'zone.toml'\n");
        accounts("alice@x:{PLAIN}a\n");
        Files.writeString(
                files.aliases(), "postmaster: alice\ninfo: alice+info, postmaster, far@away.example\nalice: alice\n");
        Settings settings = Settings.load(files);
        assertEquals("mail.x", settings.configuration().hostname());
        assertEquals(1, settings.accounts().all().size());
        assertEquals(Optional.of(new HostPort("localhost", 25)), settings.zone().mx("z"));
    }

    @Test
    void aHomeWithAConfigurationAloneIsEnough() throws Exception {
        assertEquals(List.of(), Settings.load(files).accounts().all());
    }

    @Test
    void aHomeWithoutAConfigurationIsNot() throws Exception {
        Files.delete(files.configuration());
        assertEquals(List.of("mailserver.toml: no such file"), faults());
    }

    @Test
    void collectsTheFaultsOfAllFiles() throws Exception {
        Files.writeString(home.resolve("zone.toml"), "[X]\n");
        Files.writeString(files.configuration(), "hostname = 'mail.x'\ndomains = ['x']\nrelay.zone = 'zone.toml'\n");
        accounts("alice\n");
        Files.writeString(files.aliases(), "\ninfo\n");
        assertEquals(
                List.of(
                        "accounts:1: is not user@domain:{SCHEME}secret",
                        "aliases:2: is not \"address: target, target\"",
                        "zone.toml:1: unknown key \"X\""),
                faults());
    }

    @Test
    void aFaultyConfigurationBringsNoFaultsThatFollowFromIt() throws Exception {
        Files.writeString(files.configuration(), "domains = ['x', 'y z']\nrelay.zone = 'absent'\n");
        accounts("alice@y:{PLAIN}a\nrubbish\n");
        Files.writeString(files.aliases(), "info@y: nobody@x\n");
        assertEquals(
                List.of(
                        "mailserver.toml:1: domains: \"y z\" is not a domain name",
                        "mailserver.toml:2: relay.zone: no such file: " + home.resolve("absent"),
                        "accounts:2: is not user@domain:{SCHEME}secret"),
                faults());
    }

    @Test
    void anAccountBelongsToADomain() throws Exception {
        accounts("# people\nalice@z:{PLAIN}a\n");
        assertEquals(List.of("accounts:2: alice@z: \"z\" is not one of the domains of this server"), faults());
    }

    @Test
    void anAliasLeadsSomewhere() throws Exception {
        accounts("alice@x:{PLAIN}a\n");
        Files.writeString(files.aliases(), "@y: alice\ninfo: any@y, nobody, alice\n");
        assertEquals(List.of("aliases:2: info@x: nobody@x is neither an account nor an alias"), faults());
    }

    @Test
    void anAliasLeadsNotInACircle() throws Exception {
        accounts("alice@x:{PLAIN}a\n");
        Files.writeString(files.aliases(), "a: b\nb: c, a\nc: a\nd: a, alice\n@y: z@y\n");
        String fault = ": leads round in a circle and to no mailbox";
        assertEquals(
                List.of(
                        "aliases:1: a@x" + fault,
                        "aliases:2: b@x" + fault,
                        "aliases:3: c@x" + fault,
                        "aliases:5: @y" + fault),
                faults());
    }

    @Test
    void warnsOfWhatShouldNotStaySo() throws Exception {
        Files.writeString(
                files.configuration(), "domains = ['x']\ntrust.networks = ['0.0.0.0/0']\npop3.without = ['USER']\n");
        accounts("#\nalice@x:{PLAIN}a\nbob@x:" + Passwords.hash("b") + "\n");
        Files.setPosixFilePermissions(files.accounts(), PosixFilePermissions.fromString("rw-r-----"));
        assertEquals(
                List.of(
                        files.accounts() + ": can be read by other users of this machine; chmod 600 helps",
                        files.accounts() + ":2: alice@x stores its password readable",
                        files.configuration()
                                + ": trust.networks: 0.0.0.0/0 lets the whole world send mail through here",
                        files.configuration() + ": pop3.without: nobody can log in without \"USER\"",
                        files.configuration() + ": postmaster@x is neither account nor alias; RFC 5321 §4.5.1 asks"
                                + " for it"),
                Settings.load(files).warnings(files).stream()
                        .map(Fault::toString)
                        .toList());
    }

    @Test
    void warnsOfAMailboxWithARetentionButWithoutAnAccount() throws Exception {
        Files.writeString(
                files.configuration(), "domains = ['x']\n[retention.mailboxes]\n'Alice@X' = 30\n'scaner@x' = 30\n");
        accounts("alice@x:" + Passwords.hash("a") + "\npostmaster@x:" + Passwords.hash("b") + "\n");
        assertEquals(
                List.of(files.configuration() + ": retention.mailboxes: there is no account scaner@x"),
                Settings.load(files).warnings(files).stream()
                        .map(Fault::toString)
                        .toList());
    }

    @Test
    void warnsOfNothingWithoutReason() throws Exception {
        accounts("Postmaster@x:" + Passwords.hash("b") + "\n");
        assertEquals(List.of(), Settings.load(files).warnings(files));
    }
}
