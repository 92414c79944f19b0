package mailserver.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailserver.config.file.ReadFaults;
import mailserver.config.value.HostPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ZoneTest {
    @TempDir
    Path folder;

    private Zone read(String text) throws Exception {
        return Zone.read(Files.writeString(folder.resolve("fdns.toml"), text));
    }

    @Test
    void findsHostsAndServices() throws Exception {
        Zone zone = read("""
            [MX]
            "Mail.Example.edu." = "MXbiz1.example."
            "bare.example" = "nowhere.example"
            [P]
            "smtp.exmail.example." = "1025"
            "mxbiz1.example" = 1026
            [A]
            "mxbiz1.example." = "10.0.0.7"
            "onlyaddress.example." = "::1"
            """);
        assertEquals(Optional.of(new HostPort("10.0.0.7", 1026)), zone.mx("mail.example.EDU"));
        assertEquals(Optional.of(new HostPort("10.0.0.7", 1026)), zone.mx("mail.example.edu."));
        assertEquals(Optional.of(new HostPort("localhost", 25)), zone.mx("bare.example"));
        assertEquals(Optional.empty(), zone.mx("example.edu"));
        assertEquals(Optional.of(new HostPort("localhost", 1025)), zone.service("SMTP.exmail.example"));
        assertEquals(Optional.of(new HostPort("10.0.0.7", 1026)), zone.service("mxbiz1.example."));
        assertEquals(Optional.empty(), zone.service("onlyaddress.example"));
        assertEquals(Optional.empty(), zone.service("unknown.example"));
    }

    @Test
    void rfc5890_2_3_2_1_findsUnicodeNamesHoweverTheyAreWritten() throws Exception {
        Zone zone = read("""
            [MX]
            "B\u00fccher.example." = "mx.xn--bcher-kva.example"
            [P]
            "mx.b\u00fccher.example." = 1025
            [A]
            "MX.B\u00dcCHER.example." = "host.b\u00fccher.example"
            """);
        var expected = Optional.of(new HostPort("host.xn--bcher-kva.example", 1025));
        assertEquals(expected, zone.mx("xn--bcher-kva.example"));
        assertEquals(expected, zone.mx("b\u00fccher.example."));
        assertEquals(expected, zone.service("mx.b\u00fccher.example"));
    }

    @Test
    void anEmptyZoneKnowsNothing() {
        assertEquals(Optional.empty(), Zone.EMPTY.mx("a.example"));
        assertEquals(Optional.empty(), Zone.EMPTY.service("a.example"));
    }

    static Stream<Arguments> wrongLines() {
        return Stream.of(
                arguments("[AAAA]", "1: unknown key \"AAAA\""),
                arguments("x = 1", "1: unknown key \"x\""),
                arguments("MX = 1", "1: MX: must be a section, not the number 1"),
                arguments("[MX]\n'a.b.' = 5", "2: MX.\"a.b.\": must be text in quotes, not the number 5"),
                arguments("[MX]\n'a.b.' = 'c d'", "2: MX.\"a.b.\": \"c d\" is not a host name"),
                arguments("[MX]\n'a@b' = 'c'", "2: MX.\"a@b\": is not a domain name"),
                arguments("[MX]\na.b = 'c'", "2: MX.a: put the name in quotes: \"mail.example.\" = …"),
                arguments("[MX]\n'a.b.' = 'c'\n'A.b' = 'd'", "3: MX.\"A.b\": is listed twice"),
                arguments("[P]\n'a.' = '70000'", "2: P.\"a.\": \"70000\" is not a port from 0 to 65535"),
                arguments("[P]\n'a.' = -1", "2: P.\"a.\": \"-1\" is not a port from 0 to 65535"),
                arguments("[P]\n'a.' = 'smtp'", "2: P.\"a.\": \"smtp\" is not a port from 0 to 65535"),
                arguments("[P]\n'a.' = 0", "2: P.\"a.\": \"0\" is not a port to connect to"),
                arguments("[P]\n'a.' = true", "2: P.\"a.\": must be a port, not true"),
                arguments("[A]\n'a.' = '1.2.3'", "2: A.\"a.\": \"1.2.3\" is not an address"),
                arguments("[A]\n'a.' = []", "2: A.\"a.\": must be text in quotes, not a list"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongLines")
    void saysWhatIsWrongWithALine(String text, String fault) {
        assertEquals(List.of(fault), ReadFaults.of(() -> read(text)));
    }

    @Test
    void anAbsentFileIsAFault() {
        assertEquals(List.of("0: no such file"), ReadFaults.of(() -> Zone.read(folder.resolve("absent"))));
    }
}
