package mailserver.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import mailserver.account.AccountLine;
import mailserver.config.ClassRoom.AgentServers;
import mailserver.config.ClassRoom.LabServer;
import mailserver.config.file.ReadFaults;
import mailserver.config.value.HostPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClassRoomTest {
    @TempDir
    Path folder;

    private ClassRoom read(String config, String zone) throws Exception {
        Files.writeString(folder.resolve("config.toml"), config);
        Files.writeString(folder.resolve("fdns.toml"), zone);
        return ClassRoom.read(folder);
    }

    @Test
    void readsTheAssignment() throws Exception {
        ClassRoom room = read("""
            [agent]
            "mail.example.edu" = { smtp = "smtp.exmail.example", pop = "pop.exmail.example" }
            "Other.example" = { smtp = "smtp.g", pop = "pop.g" }
            [server]
            "exmail.example" = { smtp = 1025, pop = "3110" }
            gmail = { smtp = "1026", pop = 0 }
            [accounts."exmail.example"]
            "usr1@mail.example.edu" = "pass1"
            "Usr2@mail.example.edu" = "\\" # {}\\n\\u0000ä"
            """, """
            [MX]
            "mail.example.edu." = "mxbiz1.example."
            [P]
            "mxbiz1.example." = "1025"
            """);
        assertEquals(
                Map.of(
                        "mail.example.edu", new AgentServers("smtp.exmail.example", "pop.exmail.example"),
                        "other.example", new AgentServers("smtp.g", "pop.g")),
                room.agents());
        assertEquals(
                List.of(
                        new LabServer(
                                "exmail.example",
                                1025,
                                3110,
                                Map.of("usr1@mail.example.edu", "pass1", "Usr2@mail.example.edu", "\" # {}\n\0ä")),
                        new LabServer("gmail", 1026, 0, Map.of())),
                List.copyOf(room.servers().values()));
        assertEquals(Optional.of(new HostPort("localhost", 1025)), room.zone().mx("mail.example.edu"));
    }

    static Stream<Arguments> wrongLines() {
        return Stream.of(
                arguments("[agents]", "1: unknown key \"agents\"; did you mean \"agent\"?"),
                arguments("agent = 1", "1: agent: must be a section, not the number 1"),
                arguments("[agent]\n'a.b' = 5", "2: agent.\"a.b\": must be a section, not the number 5"),
                arguments("[agent]\n'a.b' = { smtp = 's' }", "2: agent.\"a.b\": has no pop"),
                arguments(
                        "[agent]\n'a.b' = { smtp = 's', pop = 5 }",
                        "2: agent.\"a.b\".pop: must be text in quotes, not the number 5"),
                arguments("[agent]\n'a@b' = { smtp = 's', pop = 'p' }", "2: agent.\"a@b\": is not a mail domain"),
                arguments(
                        "[agent]\n'a.b' = { smtp = 's', pop = 'p', imap = 'i' }",
                        "2: unknown key \"imap\" in [agent.\"a.b\"]"),
                arguments("[server]\ns = { smtp = 1 }", "2: server.s: has no pop"),
                arguments("[server]\ns = 5", "2: server.s: must be a section, not the number 5"),
                arguments(
                        "[server]\ns = { smtp = 70000, pop = 1 }",
                        "2: server.s.smtp: \"70000\" is not a port from 0 to 65535"),
                arguments(
                        "[server]\ns = { smtp = '', pop = 1 }", "2: server.s.smtp: \"\" is not a port from 0 to 65535"),
                arguments(
                        "[server]\ns = { smtp = 1.5, pop = 1 }",
                        "2: server.s.smtp: must be a port, not the number 1.5"),
                arguments(
                        "[server]\n'../s' = { smtp = 1, pop = 1 }",
                        "2: server.\"../s\": is not a server name such as \"exmail.example\""),
                arguments(
                        "[server]\n'b\u00fccher' = { smtp = 1, pop = 1 }",
                        "2: server.\"b\u00fccher\": is not a server name such as \"exmail.example\""),
                arguments("[accounts.t]\n'a@b' = 'p'", "1: accounts.t: there is no such name in [server]"),
                arguments(server("[accounts.s]\n'a' = 'p'"), "4: accounts.s.a: is not an address"),
                arguments(
                        server("[accounts.s]\n'a@b' = 5"),
                        "4: accounts.s.\"a@b\": must be text in quotes, not the number 5"),
                arguments(server("[accounts.s]\n'a@b' = 'p'\n'A@b' = 'q'"), "5: accounts.s.\"A@b\": is listed twice"),
                arguments(server("[accounts.s]\n'\"\"@c' = 'p'"), "4: accounts.s.\"\"\"@c\": " + AccountLine.MISFIT),
                arguments(
                        server("[accounts.s]\n'a@queue' = 'p'"),
                        "4: accounts.s.\"a@queue\": can't be an account: maildir/queue has another use"));
    }

    private static String server(String accounts) {
        return "[server]\ns = { smtp = 1, pop = 2 }\n" + accounts;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongLines")
    void saysWhatIsWrongWithALine(String text, String fault) {
        assertEquals(List.of(fault), ReadFaults.of(() -> read(text, "")));
    }

    @Test
    void collectsTheFaultsOfBothFiles() {
        assertEquals(
                List.of("config.toml:1: unknown key \"x\"", "fdns.toml:2: unknown key \"y\""),
                ReadFaults.withFiles(() -> read("x = 1", "\ny = 1")));
        assertEquals(
                List.of("config.toml: no such file", "fdns.toml: no such file"),
                ReadFaults.withFiles(() -> ClassRoom.read(folder.resolve("absent"))));
    }
}
