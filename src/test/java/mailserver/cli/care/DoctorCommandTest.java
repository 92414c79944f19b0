package mailserver.cli.care;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import mailserver.TestServer;
import mailserver.care.doctor.Diagnosis;
import mailserver.care.doctor.Doctor;
import mailserver.cli.CommandRun;
import mailserver.cli.ScriptedMaildrop;
import mailserver.config.ServerFiles;
import mailserver.dns.TestDns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Rcode;

class DoctorCommandTest {
    @TempDir
    private Path home;

    @Test
    void a_server_that_runs_well_has_no_faults() throws Exception {
        try (TestServer server = TestServer.start(home, "lan.example")) {
            hideAccounts();
            CommandRun commandRun = doctor();
            assertEquals(List.of(), lines(commandRun, "fault"));
            assertEquals(0, commandRun.exitCode(), commandRun.out() + commandRun.err());
            assertTrue(
                    lines(commandRun, "ok").contains("ports: smtp at 127.0.0.1:" + server.smtpPort() + " answers"),
                    commandRun.out());
            var topics = new TreeSet<String>();
            JsonParser.parseString(
                            CommandRun.run("--home", home, "doctor", "--json").out())
                    .getAsJsonArray()
                    .forEach(
                            one -> topics.add(one.getAsJsonObject().get("topic").getAsString()));
            assertEquals("[certificate, clock, configuration, disk, permissions, ports, queue]", topics.toString());
        }
    }

    @Test
    void faults_in_the_configuration_come_with_their_line() throws Exception {
        new Home(home).files();
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(home.resolve("etc/mailserver.toml"), "hostname = \"mail.lan\"\nnonsense = 1\n");
        CommandRun commandRun = doctor();
        assertEquals(1, commandRun.exitCode());
        assertTrue(
                commandRun.out().startsWith("fault configuration: " + home.resolve("etc/mailserver.toml") + ":2: "),
                commandRun.out());
        JsonElement first = JsonParser.parseString(
                        CommandRun.run("--home", home, "doctor", "--json").out())
                .getAsJsonArray()
                .get(0);
        JsonObject fault = first.getAsJsonObject();
        assertEquals("fault", fault.get("level").getAsString());
        assertTrue(fault.has("remedy"));
    }

    @Test
    void a_home_that_was_never_started_has_none_either() throws Exception {
        Home.in(home);
        ports("0");
        CommandRun commandRun = doctor();
        assertEquals(0, commandRun.exitCode(), commandRun.out());
        assertTrue(lines(commandRun, "note").contains("ports: no server runs; its ports are free"), commandRun.out());
    }

    @Test
    void mail_that_others_can_read_is_a_fault() throws Exception {
        Path mailbox = Home.in(home).mailbox("ann").folder();
        ports("0");
        Files.setPosixFilePermissions(mailbox, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(home.resolve("etc/accounts"), PosixFilePermissions.fromString("rw-r--r--"));
        CommandRun commandRun = doctor();
        assertEquals(1, commandRun.exitCode());
        assertEquals(
                List.of(
                        "permissions: " + home.resolve("etc/accounts") + " is open to other users of this machine",
                        "permissions: " + mailbox + " is open to other users of this machine"),
                lines(commandRun, "fault"));
        assertTrue(commandRun.out().contains("\n      -> chmod 700 " + mailbox + "\n"), commandRun.out());
    }

    @Test
    void a_port_that_somebody_else_has_is_a_fault() throws Exception {
        Home.in(home);
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ports(String.valueOf(other.getLocalPort()));
            CommandRun commandRun = doctor();
            assertEquals(1, commandRun.exitCode());
            assertEquals(
                    List.of("ports: no server runs, and another program has 127.0.0.1:" + other.getLocalPort()
                            + ", where smtp shall be"),
                    lines(commandRun, "fault"));
        }
    }

    @Test
    void a_server_that_was_killed_is_missed() throws Exception {
        Home.in(home);
        ports("0");
        Files.createDirectories(home.resolve("maildir/run"));
        Files.writeString(home.resolve("maildir/run/ports"), "smtp 127.0.0.1:1\n");
        Files.setPosixFilePermissions(home.resolve("maildir/run"), PosixFilePermissions.fromString("rwx------"));
        assertTrue(lines(doctor(), "fault").getFirst().startsWith("ports: smtp at 127.0.0.1:1 doesn't answer: "));
    }

    @Test
    void a_certificate_and_a_clock_run_out() throws Exception {
        try (TestServer server = TestServer.start(home, "lan.example")) {
            hideAccounts();
            Instant expires = server.server().identity().orElseThrow().expires();
            assertEquals(
                    List.of("certificate: it expires in 20 days"),
                    at(expires.minus(Duration.ofDays(20).plusHours(1)), "certificate", Diagnosis.Level.NOTE));
            assertEquals(
                    List.of("certificate: it expired at " + expires),
                    at(expires.plusSeconds(1), "certificate", Diagnosis.Level.FAULT));
            assertEquals(
                    List.of("clock: it says 2001-01-01T00:00:00Z, which is over"),
                    at(Instant.parse("2001-01-01T00:00:00Z"), "clock", Diagnosis.Level.FAULT));
        }
        Files.setLastModifiedTime(
                home.resolve("maildir/log"),
                FileTime.from(InstantSource.system().instant().plus(Duration.ofHours(2))));
        assertEquals(1, lines(doctor(), "fault").size());
    }

    @Test
    void peers_are_talked_to_as_mail_would_be() throws Exception {
        try (var peer = new ScriptedMaildrop(
                        Map.of("GREETING", "220 here", "EHLO mail.lan", "250 here", "QUIT", "221 bye"));
                var full = new ScriptedMaildrop(Map.of("GREETING", "421 full"))) {
            Home.in(home);
            ports(
                    "0",
                    "[peers]",
                    "\"a.example\" = \"127.0.0.1:" + peer.port() + "\"",
                    "\"b.example\" = \"127.0.0.1:" + full.port() + "\"",
                    "\"c.example\" = \"127.0.0.1:1\"",
                    "\"d.example\" = { host = \"127.0.0.1:" + peer.port() + "\", tls = \"require\" }");
            CommandRun commandRun = doctor();
            assertEquals(1, commandRun.exitCode());
            assertTrue(
                    lines(commandRun, "ok").contains("peers: 127.0.0.1:" + peer.port() + " takes mail"),
                    commandRun.out());
            assertEquals(3, lines(commandRun, "fault").size(), commandRun.out());
        }
    }

    @Test
    void dns_is_asked_only_when_mail_goes_by_it() throws Exception {
        try (TestDns dns = TestDns.start()) {
            Home.in(home);
            String servers = "[dns]\nservers = [\"" + dns.place() + "\"]";
            ports("0", servers);
            assertEquals(0, doctor().exitCode());
            assertEquals(List.of(), dns.asked());

            ports("0", servers, "[relay]\notherwise = \"mx\"");
            CommandRun empty = doctor();
            assertEquals(1, empty.exitCode());
            assertEquals(
                    List.of("dns: mail.lan has no address", "dns: lan.example has no mail exchanger"),
                    lines(empty, "fault"));
            assertTrue(lines(empty, "note").contains("dns: lan.example has no SPF (RFC 7208)"), empty.out());

            dns.with("""
                    mail.lan. IN A 192.0.2.1
                    1.2.0.192.in-addr.arpa. IN PTR mail.lan.
                    lan.example. IN MX 10 Mail.LAN.
                    lan.example. IN TXT "v=spf1 " "mx -all"
                    _dmarc.lan.example. IN TXT "v=DMARC1; p=none"
                    """);
            CommandRun good = doctor();
            assertEquals(0, good.exitCode(), good.out());
            assertEquals(
                    4,
                    lines(good, "ok").stream()
                            .filter(line -> line.startsWith("dns: "))
                            .count(),
                    good.out());

            dns.with("lan.example. IN TXT \"v=spf1 -all\"").with("mail.lan", new TestDns.Fault.Code(Rcode.SERVFAIL));
            List<String> faults = lines(doctor(), "fault");
            assertTrue(faults.get(0).startsWith("dns: DNS can't say about mail.lan: "), faults.toString());
            assertEquals("dns: lan.example has 2 records for SPF (RFC 7208), and so none that counts", faults.get(1));
        }
    }

    private List<String> at(Instant now, String topic, Diagnosis.Level level) {
        return new Doctor(new ServerFiles(home), now)
                .examine().stream()
                        .filter(one -> one.topic().equals(topic) && one.level() == level)
                        .map(one -> one.topic() + ": " + one.words())
                        .toList();
    }

    private void ports(String smtp, String... more) throws Exception {
        hideAccounts();
        Files.writeString(home.resolve("etc/mailserver.toml"), """
                hostname = "mail.lan"
                domains = ["lan.example"]
                [smtp]
                listen = ["127.0.0.1:%s"]
                [submission]
                listen = []
                listen_tls = []
                [pop3]
                listen = []
                listen_tls = []
                %s
                """.formatted(smtp, String.join("\n", more)));
    }

    private void hideAccounts() throws IOException {
        Files.setPosixFilePermissions(home.resolve("etc/accounts"), PosixFilePermissions.fromString("rw-------"));
    }

    private CommandRun doctor() {
        return CommandRun.run("--home", home, "doctor");
    }

    private static List<String> lines(CommandRun commandRun, String level) {
        return commandRun
                .out()
                .lines()
                .filter(line -> line.startsWith("%-5s ".formatted(level)))
                .map(line -> line.substring(6))
                .toList();
    }
}
