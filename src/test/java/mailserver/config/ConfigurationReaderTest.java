package mailserver.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import mailserver.config.file.ConfigurationException;
import mailserver.config.file.ReadFaults;
import mailserver.config.value.DnsSettings;
import mailserver.config.value.HookSettings;
import mailserver.config.value.HostPort;
import mailserver.config.value.LogFormat;
import mailserver.config.value.LogLevel;
import mailserver.config.value.LogSettings;
import mailserver.config.value.Network;
import mailserver.config.value.OtherDomains;
import mailserver.config.value.Peer;
import mailserver.config.value.PlaintextPasswords;
import mailserver.config.value.Pop3Capability;
import mailserver.config.value.Retention;
import mailserver.config.value.TranscriptSettings;
import mailserver.config.value.TrustedClients;
import mailserver.config.value.WebSettings;
import mailserver.mail.Address;
import mailserver.wire.BareNewlines;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationReaderTest {
    @TempDir
    Path home;

    private Path file;

    @BeforeEach
    void makeHome() throws IOException {
        file = home.resolve("etc/mailserver.toml");
        Files.createDirectories(file.getParent());
    }

    private Configuration read(String text) throws Exception {
        Files.writeString(file, text);
        return ConfigurationReader.read(file);
    }

    static Stream<Arguments> rightLines() {
        return Stream.of(
                right("hostname = 'Mail.LAN'", Configuration::hostname, "mail.lan"),
                right("hostname = 'localhost'", Configuration::hostname, "localhost"),
                right(
                        "[web]\nlisten = ['127.0.0.1:2080']\nlisten_tls = ['*:2443']",
                        c -> c.programs().web().listenTls(),
                        List.of(new HostPort("::", 2443))),
                right(
                        "domains = ['b.example']\n[web]\nopen_mailboxes = true",
                        c -> c.programs().web(),
                        new WebSettings(List.of(), List.of(), List.of(new Address("postmaster", "b.example")), true)),
                right(
                        "[web]\nadmins = ['Ann@b.example']",
                        c -> c.programs().web().admins(),
                        List.of(new Address("Ann", "b.example"))),
                right(
                        "[transcripts]\nkeep = '0'\nsize = '1 MiB'",
                        c -> c.programs().transcripts(),
                        new TranscriptSettings(Duration.ZERO, 1 << 20)),
                right(
                        "[hooks]\non_delivery = ['/bin/tell', 'me']\nurl = 'https://lan.example/mail'",
                        c -> c.programs().hooks(),
                        new HookSettings(
                                List.of("/bin/tell", "me"), Optional.of(URI.create("https://lan.example/mail")))),
                right("[faults]\nenabled = true", c -> c.programs().faults(), true),
                right(
                        "domains = ['Lan.Example', 'b.example']",
                        Configuration::domains,
                        List.of("lan.example", "b.example")),
                // RFC 5890 §2.3.2.1: U-labels are kept as A-labels.
                right("hostname = 'mail.B\u00fccher.example'", Configuration::hostname, "mail.xn--bcher-kva.example"),
                right("domains = ['B\u00fccher.example']", Configuration::domains, List.of("xn--bcher-kva.example")),
                right(
                        "[peers]\n'*.B\u00fccher.example' = 'b\u00fccher.example:25'",
                        Configuration::peers,
                        Map.of("*.xn--bcher-kva.example", Peer.at(new HostPort("xn--bcher-kva.example", 25)))),
                right("[relay]\notherwise = 'mx'", c -> c.relay().otherDomains(), new OtherDomains.Mx()),
                right(
                        "[dns]\nservers = ['192.0.2.53', '192.0.2.53:5353', '2001:db8::53', '[2001:db8::53]:54']",
                        c -> c.dns().servers(),
                        List.of(
                                new HostPort("192.0.2.53", 53),
                                new HostPort("192.0.2.53", 5353),
                                new HostPort("2001:db8::53", 53),
                                new HostPort("2001:db8::53", 54))),
                right("[dns]\nsmtp_port = 2525", Configuration::dns, new DnsSettings(List.of(), 2525)),
                right("[smtp]\nlisten = []", c -> c.smtp().listen(), List.of()),
                right("[smtp]\nlisten = ['*:25']", c -> c.smtp().listen(), List.of(new HostPort("::", 25))),
                right("[smtp]\nlisten = ['[::1]:0']", c -> c.smtp().listen(), List.of(new HostPort("::1", 0))),
                right("[submission]\nlisten = []", c -> c.submission().listen(), List.of()),
                right(
                        "[submission]\nlisten_tls = ['*:465']",
                        c -> c.submission().listenTls(),
                        List.of(new HostPort("::", 465))),
                right("[pop3]\nlisten_tls = []", c -> c.pop3().listenTls(), List.of()),
                right(
                        "[tls]\ncertificate = '/x/c.pem'",
                        c -> c.tls().orElseThrow().certificate(),
                        Path.of("/x/c.pem")),
                right("[smtp]", c -> c.smtp().listen(), List.of(new HostPort("::", 2525))),
                right("[smtp]\nbare_newlines = 'refuse'", Configuration::bareNewlines, BareNewlines.REFUSE),
                right(
                        "pop3.listen = ['127.0.0.1:110', 'mail.lan:2110']",
                        c -> c.pop3().listen(),
                        List.of(new HostPort("127.0.0.1", 110), new HostPort("mail.lan", 2110))),
                right("[pop3]\nwithout = []", c -> c.pop3Extensions().without(), Set.of()),
                right(
                        "[pop3]\nwithout = ['UTF8', 'auth-resp-code', 'UTF8']",
                        c -> c.pop3Extensions().without(),
                        Set.of(Pop3Capability.UTF8, Pop3Capability.AUTH_RESP_CODE)),
                right("[pop3]\nlogin_delay = '0s'", c -> c.pop3Extensions().loginDelay(), Duration.ZERO),
                right("[pop3]\nlogin_delay = '15m'", c -> c.pop3Extensions().loginDelay(), Duration.ofMinutes(15)),
                right("[pop3]\nexpire = 'never'", c -> c.pop3Extensions().expire(), Optional.empty()),
                right("[pop3]\nexpire = '30d'", c -> c.pop3Extensions().expire(), Optional.of(Duration.ofDays(30))),
                right("[pop3]\nexpire = '24h'", c -> c.pop3Extensions().expire(), Optional.of(Duration.ofDays(1))),
                right("[trust]\nnetworks = []", c -> c.trust().networks(), List.of()),
                right(
                        "[pop3]\nproxy_from = ['10.0.0.5', '10.1.0.0/16']",
                        c -> c.pop3().proxyFrom().stream().map(Object::toString).toList(),
                        List.of("10.0.0.5/32", "10.1.0.0/16")),
                right(
                        "[trust]\nnetworks = ['10.0.0.0/8', '192.168.1.7']",
                        c -> c.trust().networks(),
                        Stream.of("10.0.0.0/8", "192.168.1.7/32")
                                .map(text -> Network.parse(text).orElseThrow())
                                .toList()),
                right(
                        "[trust]\nplaintext_passwords = 'never'",
                        c -> c.trust().plaintextPasswords(),
                        PlaintextPasswords.NEVER),
                right(
                        "[trust]\nplaintext_passwords = 'trusted'",
                        c -> c.trust().plaintextPasswords(),
                        PlaintextPasswords.TRUSTED),
                right(
                        "[trust]\nplaintext_passwords = 'always'",
                        c -> c.trust().plaintextPasswords(),
                        PlaintextPasswords.ALWAYS),
                right("[limits]\nmessage_size = 1024", c -> c.limits().messageSize(), 1024L),
                right("[limits]\nmessage_size = '10 KB'", c -> c.limits().messageSize(), 10_000L),
                right("[limits]\nmessage_size = '2GiB'", c -> c.limits().messageSize(), 2L << 30),
                right("[limits]\nrecipients = 100", c -> c.limits().recipients(), 100),
                right("[limits]\nsessions = 1", c -> c.limits().sessions(), 1),
                right("[limits]\nlogin_messages_per_hour = 3", c -> c.limits().loginMessagesPerHour(), Optional.of(3)),
                right(
                        "[limits]\nlogin_messages_per_hour = \"unlimited\"",
                        c -> c.limits().loginMessagesPerHour(),
                        Optional.empty()),
                right("[limits]\nhost_messages_per_hour = 9", c -> c.limits().hostMessagesPerHour(), Optional.of(9)),
                right("[limits]\nsessions_per_address = 3", c -> c.limits().sessionsPerAddress(), 3),
                right("[limits]\nidle = '1h30m'", c -> c.limits().idle(), Duration.ofMinutes(90)),
                right("[limits]\nerrors = 5", c -> c.limits().errors(), 5),
                right(
                        "[peers]\n'GMail.com' = '10.32.8.214:2025'\n'*.lab' = 'h:25'",
                        Configuration::peers,
                        Map.of(
                                "gmail.com",
                                Peer.at(new HostPort("10.32.8.214", 2025)),
                                "*.lab",
                                Peer.at(new HostPort("h", 25)))),
                right("[relay]\notherwise = 'refuse'", c -> c.relay().otherDomains(), new OtherDomains.Refuse()),
                right(
                        "[relay]\notherwise = 'relay.lan:25'",
                        c -> c.relay().otherDomains(),
                        new OtherDomains.Smarthost(Peer.at(new HostPort("relay.lan", 25)))),
                right("[relay]\nzone = ''", c -> c.relay().zoneFile(), Optional.empty()),
                right(
                        "[relay]\nretry = ['100ms', '1m']",
                        c -> c.relay().retry(),
                        List.of(Duration.ofMillis(100), Duration.ofMinutes(1))),
                right("[relay]\nexpire = '2d'", c -> c.relay().expire(), Duration.ofDays(2)),
                right("[relay]\ndelay_notice = '1h'", c -> c.relay().delayNotice(), Duration.ofHours(1)),
                right("[log]\nlevel = 'error'", c -> c.log().level(), LogLevel.ERROR),
                right("[log]\nlevel = 'warn'", c -> c.log().level(), LogLevel.WARN),
                right("[log]\nlevel = 'info'", c -> c.log().level(), LogLevel.INFO),
                right("[log]\nlevel = 'debug'", c -> c.log().level(), LogLevel.DEBUG),
                right("[retention]", Configuration::retention, Retention.FOR_GOOD),
                right("[retention]\ndays = 0", Configuration::retention, Retention.FOR_GOOD),
                right("[retention]\ndays = 3650", c -> c.retention().usual(), Optional.of(Duration.ofDays(3650))),
                right(
                        "[retention]\ndays = 90\n[retention.mailboxes]\n'Scanner@LAN.example' = 30\n'b@x.example' = 0",
                        Configuration::retention,
                        new Retention(
                                Optional.of(Duration.ofDays(90)),
                                Map.of(
                                        "scanner@lan.example",
                                        Optional.of(Duration.ofDays(30)),
                                        "b@x.example",
                                        Optional.empty()))),
                right(
                        "[retention]\ndays = 90\n[pop3]\nexpire = '60d'",
                        c -> c.kept().usual(),
                        Optional.of(Duration.ofDays(60))),
                right("[log]", Configuration::log, new LogSettings(LogLevel.INFO, LogFormat.TEXT)),
                right("[log]\nformat = 'text'", c -> c.log().format(), LogFormat.TEXT),
                right("[log]\nformat = 'json'", c -> c.log().format(), LogFormat.JSON),
                right("[log]\nformat = 'journald'", c -> c.log().format(), LogFormat.JOURNALD));
    }

    private static <T> Arguments right(String text, Function<Configuration, T> value, T expected) {
        return arguments(text, value, expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rightLines")
    void readsEveryKey(String text, Function<Configuration, Object> value, Object expected) throws Exception {
        assertEquals(expected, value.apply(read(text)));
    }

    static Stream<Arguments> wrongLines() {
        return Stream.of(
                arguments(
                        "[web]\nlisten = ['http://here']",
                        "2: web.listen: \"http://here\" is not \"host:port\"" + " with a port from 0 to 65535"),
                arguments("[web]\nadmins = ['ann']", "2: web.admins: \"ann\" is not an address"),
                arguments("[web]\nopen_mailboxes = 'yes'", "2: web.open_mailboxes: must be true or false, not text"),
                arguments(
                        "[hooks]\nurl = 'ftp://here/'",
                        "2: hooks.url: \"ftp://here/\" is not a URL such as \"http://127.0.0.1:8080/mail\""),
                arguments(
                        "[faults]\nenable = true", "2: unknown key \"enable\" in [faults]; did you mean \"enabled\"?"),
                arguments("hostname = 5", "1: hostname: must be text in quotes, not the number 5"),
                arguments("hostname = ''", "1: hostname: \"\" is not a host name"),
                arguments("hostname = 'a b'", "1: hostname: \"a b\" is not a host name"),
                arguments("hostname = '-a.example'", "1: hostname: \"-a.example\" is not a host name"),
                arguments("hostname = '10.0.0.1'", "1: hostname: \"10.0.0.1\" is not a host name"),
                arguments("hostname = 'run'", "1: hostname: \"run\" can't be the domain too; set domains"),
                arguments("hostnam = 'a'", "1: unknown key \"hostnam\"; did you mean \"hostname\"?"),
                arguments("flavour = 'a'", "1: unknown key \"flavour\""),
                arguments("domains = 'a.example'", "1: domains: must be a list in brackets, not text"),
                arguments("domains = []", "1: domains: must name at least one domain"),
                arguments("domains = [5]", "1: domains: must be text in quotes, not the number 5"),
                arguments("domains = ['a@b']", "1: domains: \"a@b\" is not a domain name"),
                arguments("domains = [\n 'a',\n 'b..c']", "3: domains: \"b..c\" is not a domain name"),
                arguments("domains = ['a.b', 'A.B']", "1: domains: \"a.b\" is listed twice"),
                arguments(
                        "domains = ['queue']",
                        "1: domains: \"queue\" can't be a domain: maildir/queue has another use"),
                arguments("domains = ['Run']", "1: domains: \"Run\" can't be a domain: maildir/run has another use"),
                arguments(
                        "domains = ['\uff4c\uff4f\uff47']",
                        "1: domains: \"\uff4c\uff4f\uff47\" can't be a domain: maildir/log has another use"),
                arguments(
                        "domains = ['b\u00fccher.example', 'XN--bcher-kva.example']",
                        "1: domains: \"xn--bcher-kva.example\" is listed twice"),
                arguments("domains = ['xn--a']", "1: domains: \"xn--a\" is not a domain name"),
                arguments("domains = ['log']", "1: domains: \"log\" can't be a domain: maildir/log has another use"),
                arguments("smtp = 25", "1: smtp: must be a section, not the number 25"),
                arguments("[smtp]\nport = 25", "2: unknown key \"port\" in [smtp]"),
                arguments(
                        "[smtp]\nbare_newlines = 'keep'",
                        "2: smtp.bare_newlines: \"keep\" is not one of \"normalize\", \"refuse\""),
                arguments("[smtp]\nlisten = '*:25'", "2: smtp.listen: must be a list in brackets, not text"),
                arguments("[smtp]\nlisten = [25]", "2: smtp.listen: must be text in quotes, not the number 25"),
                arguments(
                        "[smtp]\nlisten = ['0.0.0.0:70000']",
                        "2: smtp.listen: \"0.0.0.0:70000\" is not \"host:port\" with a port from 0 to 65535"),
                arguments(
                        "[smtp]\nlisten = ['::1:25']",
                        "2: smtp.listen: \"::1:25\" is not \"host:port\" with a port from 0 to 65535"),
                arguments(
                        "[pop3]\nlisten = ['localhost']",
                        "2: pop3.listen: \"localhost\" is not \"host:port\" with a port from 0 to 65535"),
                arguments("[pop3]\nlissten = []", "2: unknown key \"lissten\" in [pop3]; did you mean \"listen\"?"),
                arguments(
                        "[pop3]\nwithout = [\n'UIDL',\n'ETRN']",
                        "4: pop3.without: \"ETRN\" is not one of \"TOP\", \"UIDL\", \"USER\", \"PIPELINING\", "
                                + "\"RESP-CODES\", \"AUTH-RESP-CODE\", \"LOGIN-DELAY\", \"EXPIRE\", "
                                + "\"IMPLEMENTATION\", \"UTF8\", \"LANG\""),
                arguments("[pop3]\nwithout = 'UIDL'", "2: pop3.without: must be a list in brackets, not text"),
                arguments(
                        "[pop3]\nlogin_delay = 60",
                        "2: pop3.login_delay: must be a time with a unit such as \"5m\", not the number 60"),
                arguments(
                        "[pop3]\nlogin_delay = '1m'\nwithout = ['LOGIN-DELAY']",
                        "3: pop3.without: login_delay is set, so clients must hear of it; leave out \"LOGIN-DELAY\""),
                arguments(
                        "[pop3]\nexpire = '36h'",
                        "2: pop3.expire: \"36h\" is neither \"never\" nor whole days such as \"30d\""),
                arguments(
                        "[pop3]\nexpire = '0d'",
                        "2: pop3.expire: \"0d\" is neither \"never\" nor whole days such as \"30d\""),
                arguments("[pop3]\nexpire = 30", "2: pop3.expire: must be text in quotes, not the number 30"),
                arguments(
                        "[pop3]\nwithout = ['EXPIRE']\nexpire = '30d'",
                        "2: pop3.without: expire is set, so clients must hear of it; leave out \"EXPIRE\""),
                arguments("[smtp]\nlisten_tls = []", "2: unknown key \"listen_tls\" in [smtp]"),
                arguments(
                        "[submission]\nlisten_tls = ['x']",
                        "2: submission.listen_tls: \"x\" is not \"host:port\" with a port from 0 to 65535"),
                arguments("[tls]\nkey = ''", "2: tls.key: is not a file name"),
                arguments("[tls]\nkeys = 'k'", "2: unknown key \"keys\" in [tls]; did you mean \"key\"?"),
                arguments(
                        "[trust]\nnetworks = '10.0.0.0/8'", "2: trust.networks: must be a list in brackets, not text"),
                arguments(
                        "[trust]\nnetworks = ['10.0.0.0/33']",
                        "2: trust.networks: \"10.0.0.0/33\" is not a network such as \"10.0.0.0/8\" or \"fd00::/8\""),
                arguments(
                        "[trust]\nnetworks = ['lan']",
                        "2: trust.networks: \"lan\" is not a network such as \"10.0.0.0/8\" or \"fd00::/8\""),
                arguments(
                        "[trust]\nnetworks = ['10.0.0.5/8']",
                        "2: trust.networks: \"10.0.0.5/8\" has bits behind its prefix; did you mean \"10.0.0.0/8\"?"),
                arguments(
                        "[trust]\nplaintext_passwords = 'yes'",
                        "2: trust.plaintext_passwords: \"yes\" is not one of \"never\", \"trusted\", \"always\""),
                arguments(
                        "[trust]\nplaintext_passwords = true",
                        "2: trust.plaintext_passwords: must be text in quotes, not true"),
                arguments("[trust]\nnetwork = []", "2: unknown key \"network\" in [trust]; did you mean \"networks\"?"),
                arguments(
                        "[limits]\nmessage_size = '25 MegaByte'",
                        "2: limits.message_size: \"25 MegaByte\" is not a size such as \"25 MiB\""
                                + " (B, KB, MB, GB, KiB, MiB, GiB)"),
                arguments(
                        "[limits]\nmessage_size = '-1 MiB'",
                        "2: limits.message_size: \"-1 MiB\" is not a size such as \"25 MiB\" (B, KB, MB, GB, KiB, MiB,"
                                + " GiB)"),
                arguments("[limits]\nmessage_size = -1", "2: limits.message_size: must be at least 1 byte, not -1"),
                arguments("[limits]\nmessage_size = '0 B'", "2: limits.message_size: must be at least 1 byte, not 0"),
                arguments(
                        "[limits]\nmessage_size = 2.5",
                        "2: limits.message_size: must be a size such as \"25 MiB\", not the number 2.5"),
                arguments("[limits]\nrecipients = 0", "2: limits.recipients: must be from 1 to 2147483647, not 0"),
                arguments("[limits]\nrecipients = '9'", "2: limits.recipients: must be a whole number, not text"),
                arguments("[limits]\nsessions = -5", "2: limits.sessions: must be from 1 to 2147483647, not -5"),
                arguments(
                        "[limits]\nlogin_messages_per_hour = \"many\"",
                        "2: limits.login_messages_per_hour: \"many\" is neither \"unlimited\" nor a whole number"),
                arguments(
                        "[limits]\nsessions_per_address = 3000000000",
                        "2: limits.sessions_per_address: must be from 1 to 2147483647, not 3000000000"),
                arguments("[limits]\nerrors = 1.5", "2: limits.errors: must be a whole number, not the number 1.5"),
                arguments(
                        "[limits]\nidle = 5",
                        "2: limits.idle: must be a time with a unit such as \"5m\", not the number 5"),
                arguments(
                        "[limits]\nidle = '5'",
                        "2: limits.idle: \"5\" is not a time such as \"5m\" (ms, s, m, h, d; \"1h30m\")"),
                arguments(
                        "[limits]\nidle = '5 weeks'",
                        "2: limits.idle: \"5 weeks\" is not a time such as \"5m\" (ms, s, m, h, d; \"1h30m\")"),
                arguments("[limits]\nidle = '0s'", "2: limits.idle: must be longer than nothing, not \"0s\""),
                arguments(
                        "[limits]\nidle = 1979-05-27",
                        "2: limits.idle: must be a time with a unit such as \"5m\", not a date"),
                arguments("[peers]\n'a b' = 'h:25'", "2: peers.\"a b\": is neither a domain nor \"*.domain\""),
                arguments("[peers]\n'*' = 'h:25'", "2: peers.\"*\": is neither a domain nor \"*.domain\""),
                arguments("[peers]\n'a.*.b' = 'h:25'", "2: peers.\"a.*.b\": is neither a domain nor \"*.domain\""),
                arguments(
                        "[peers]\n'a.b' = 'h'",
                        "2: peers.\"a.b\": \"h\" is not \"host:port\" with a port from 1 to 65535"),
                arguments(
                        "[peers]\n'a.b' = 'h:0'",
                        "2: peers.\"a.b\": \"h:0\" is not \"host:port\" with a port from 1 to 65535"),
                arguments("[peers]\n'a.b' = 25", "2: peers.\"a.b\": must be text in quotes, not the number 25"),
                arguments(
                        "[peers]\n'*.b\u00fccher' = 'h:1'\n'*.xn--bcher-kva' = 'h:2'",
                        "3: peers.\"*.xn--bcher-kva\": is listed twice"),
                arguments("[peers]\n'*.*.b' = 'h:1'", "2: peers.\"*.*.b\": is neither a domain nor \"*.domain\""),
                arguments("[peers]\n'a.b' = 'h:1'\n'A.b' = 'h:2'", "3: peers.\"A.b\": is listed twice"),
                arguments(
                        "[peers]\ngmail.com = 'h:25'",
                        "2: peers.gmail: put the domain in quotes: \"gmail.com\" = \"host:port\""),
                arguments(
                        "[relay]\notherwise = 'drop'",
                        "2: relay.otherwise: \"drop\" is neither \"refuse\" nor \"mx\" nor \"host:port\""),
                arguments(
                        "[relay]\notherwise = 'h:0'",
                        "2: relay.otherwise: \"h:0\" is neither \"refuse\" nor \"mx\" nor \"host:port\""),
                arguments("[relay]\nzone = 5", "2: relay.zone: must be text in quotes, not the number 5"),
                arguments("[relay]\nzone = '/no/such'", "2: relay.zone: no such file: /no/such"),
                arguments("[relay]\nzone = \"a\\u0000b\"", "2: relay.zone: is not a file name"),
                arguments("[relay]\nretry = []", "2: relay.retry: must have at least one time"),
                arguments("[relay]\nretry = '5s'", "2: relay.retry: must be a list in brackets, not text"),
                arguments(
                        "[relay]\nretry = ['5s',\n'x']",
                        "3: relay.retry: \"x\" is not a time such as \"5m\" (ms, s, m, h, d; \"1h30m\")"),
                arguments(
                        "[relay]\nexpire = '-5d'",
                        "2: relay.expire: \"-5d\" is not a time such as \"5m\" (ms, s, m, h, d; \"1h30m\")"),
                arguments(
                        "[relay]\ndelay_notice = []",
                        "2: relay.delay_notice: must be a time with a unit such as \"5m\", not a list"),
                arguments("[relay]\nexpires = '5d'", "2: unknown key \"expires\" in [relay]; did you mean \"expire\"?"),
                arguments("[dns]\nservers = '192.0.2.53'", "2: dns.servers: must be a list in brackets, not text"),
                arguments(
                        "[dns]\nservers = ['192.0.2.53',\n'ns.example']",
                        "3: dns.servers: \"ns.example\" is not an address such as \"192.0.2.53\", \"192.0.2.53:53\" or \"[2001:db8::53]:53\""),
                arguments(
                        "[dns]\nservers = ['192.0.2.53:0']",
                        "2: dns.servers: \"192.0.2.53:0\" is not an address such as \"192.0.2.53\", \"192.0.2.53:53\" or \"[2001:db8::53]:53\""),
                arguments("[dns]\nsmtp_port = 0", "2: dns.smtp_port: must be a port from 1 to 65535, not 0"),
                arguments("[dns]\nport = 25", "2: unknown key \"port\" in [dns]"),
                arguments(
                        "[retention]\ndays = '30d'",
                        "2: retention.days: must be a number of days such as 30, not text"),
                arguments(
                        "[retention]\ndays = -1",
                        "2: retention.days: must be from 1 to 3650 days, or 0 for ever, not -1"),
                arguments(
                        "[retention.mailboxes]\n'a@x.example' = 3651",
                        "2: retention.mailboxes.\"a@x.example\": must be from 1 to 3650 days, or 0 for ever, not 3651"),
                arguments("[retention.mailboxes]\nscanner = 30", "2: retention.mailboxes.scanner: is not an address"),
                arguments(
                        "[retention.mailboxes]\n'a@x.example' = 1\n'A@X.example' = 2",
                        "3: retention.mailboxes.\"A@X.example\": is listed twice"),
                arguments("[retention]\nday = 30", "2: unknown key \"day\" in [retention]; did you mean \"days\"?"),
                arguments(
                        "[retention]\nmailboxes = 30", "2: retention.mailboxes: must be a section, not the number 30"),
                arguments(
                        "[pop3]\nwithout = ['EXPIRE']\n[retention.mailboxes]\n'a@x.example' = 1",
                        "2: pop3.without: [retention] is set, so clients must hear of it; leave out \"EXPIRE\""),
                arguments(
                        "[log]\nlevel = 'INFO'",
                        "2: log.level: \"INFO\" is not one of \"error\", \"warn\", \"info\", \"debug\""),
                arguments(
                        "[log]\nlevel = 'info'\nformat = 'xml'",
                        "3: log.format: \"xml\" is not one of \"text\", \"json\", \"journald\""),
                arguments("[log]\nformat = true", "2: log.format: must be text in quotes, not true"),
                arguments("[log]\nfile = 'x'", "2: unknown key \"file\" in [log]"),
                arguments("[logs]", "1: unknown key \"logs\"; did you mean \"log\"?"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongLines")
    void saysWhatIsWrongWithALine(String text, String fault) {
        assertEquals(List.of(fault), ReadFaults.of(() -> read(text)));
    }

    @Test
    void collectsEveryFaultFromTopToBottom() {
        String text = """
            hostname = 5
            domain = ["a.example"]
            [limits]
            idle = "5"
            errors = 0
            [smtp]
            listen = ["a:1", "b:x",
                      "c:99999"]
            """;
        List<String> faults = ReadFaults.of(() -> read(text));
        assertEquals(
                List.of("1", "2", "4", "5", "7", "8"),
                faults.stream().map(fault -> fault.replaceFirst(":.*", "")).toList());
    }

    @Test
    void tellsSyntaxErrorsWithTheirLine() {
        assertEquals(
                List.of("2: Unexpected end of line, expected a value", "3: a previously defined at line 1, column 1"),
                ReadFaults.of(() -> read("a = 1\nb = \na = 2\n")));
    }

    @Test
    void printsAFaultWithFileAndLine() {
        ConfigurationException e = assertThrows(ConfigurationException.class, () -> read("x = 1"));
        assertEquals(file + ":1: unknown key \"x\"", e.getMessage());
    }

    @Test
    void saysThatAFileIsAbsentOrNotText() throws Exception {
        assertEquals(List.of("0: no such file"), ReadFaults.of(() -> ConfigurationReader.read(file)));
        Files.write(file, "hostname = 'münchen'".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(List.of("0: is not UTF-8 text"), ReadFaults.of(() -> ConfigurationReader.read(file)));
    }

    @Test
    void twoLinesAreAWorkingFile() throws Exception {
        Configuration defaults = Configuration.defaults("mail.lan");
        Configuration read = read("hostname = \"mail.lan\"\ndomains = [\"lan.example\"]\n");
        assertEquals(List.of("lan.example"), read.domains());
        assertEquals(defaults, read("hostname = \"mail.lan\"\ndomains = [\"mail.lan\"]\n"));
    }

    @Test
    void domainsAreTheHostNameUnlessSaidOtherwise() throws Exception {
        assertEquals(List.of("mail.lan"), read("hostname = 'mail.lan'").domains());
        assertEquals(Configuration.defaults(MachineName.find()), read(""));
    }

    @Test
    void keepsThePeersInTheOrderOfTheFile() throws Exception {
        Configuration read = read("[peers]\n'z.lab' = 'h:1'\n'*.lab' = 'h:2'\n'a.lab' = 'h:3'\n");
        assertEquals(
                List.of("z.lab", "*.lab", "a.lab"), List.copyOf(read.peers().keySet()));
    }

    @Test
    void findsTheZoneFromTheHome() throws Exception {
        Path zone = Files.createFile(home.resolve("fdns.toml"));
        assertEquals(
                Optional.of(zone), read("[relay]\nzone = 'fdns.toml'").relay().zoneFile());
        assertEquals(
                Optional.of(zone),
                read("[relay]\nzone = '" + zone + "'").relay().zoneFile());
    }

    @Test
    void trustDecidesAboutPlaintextPasswords() throws Exception {
        InetAddress here = InetAddress.getByName("127.0.0.1");
        InetAddress there = InetAddress.getByName("192.0.2.1");
        TrustedClients trusted = read("").trust();
        assertTrue(trusted.allowsPlaintextPassword(here) && !trusted.allowsPlaintextPassword(there));
        TrustedClients never = read("[trust]\nplaintext_passwords = 'never'").trust();
        assertTrue(!never.allowsPlaintextPassword(here) && !never.allowsPlaintextPassword(there));
        TrustedClients always = read("[trust]\nplaintext_passwords = 'always'").trust();
        assertTrue(always.allowsPlaintextPassword(here) && always.allowsPlaintextPassword(there));
    }
}
