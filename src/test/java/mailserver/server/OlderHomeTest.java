package mailserver.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import mailserver.Dialogue;
import mailserver.TestServer;
import mailserver.account.token.TokenFile;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each version has left in its home is served on by this one: mail, ids, queue, pauses, tokens, hooks. */
class OlderHomeTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = "0.1")
    void aHomeOfEachVersionIsServedOn(String version) throws Exception {
        Path home = folder.resolve("home");
        PathUtils.copyDirectory(Path.of("src/test/resources/mailserver/server/home-" + version), home);
        try (TestServer other = TestServer.start(folder.resolve("other"), "other.example")) {
            Path configuration = home.resolve("etc/mailserver.toml");
            Files.writeString(
                    configuration,
                    Files.readString(configuration).replace("127.0.0.1:1\"", "127.0.0.1:" + other.smtpPort() + "\""));
            var files = new ServerFiles(home);
            try (MailServer server = MailServer.start(files, Settings.load(files), ServerOptions.DEFAULT)) {
                assertEquals("quiet.example", String.join(" ", server.queue().paused()));
                assertTrue(
                        server.hooks().orElseThrow().startsWith("2 waiting"),
                        server.hooks().orElseThrow());
                assertEquals(
                        "ci", new TokenFile(files.tokens()).all().getFirst().name());
                readsItsMail(server, ids(home));
                await().until(() -> other.mail("other.example", "bob").size() == 1
                        && other.mail("other.example", "alice").size() == 1);
                await().until(() -> server.queue().size() == 0);
            }
        }
    }

    /** As the files' names have them. */
    private static List<String> ids(Path home) throws Exception {
        try (Stream<Path> files = Files.list(home.resolve("maildir/here.example/bob/new"))) {
            return files.map(file -> file.getFileName().toString())
                    .sorted()
                    .map(name -> name.replaceFirst(".*,H=", ""))
                    .toList();
        }
    }

    private static void readsItsMail(MailServer server, List<String> ids) throws Exception {
        int port = server.addresses(Service.POP3).getFirst().getPort();
        try (Dialogue dialogue = Dialogue.with(port)) {
            dialogue.talk("""
                    S: +OK
                    C: USER bob
                    S: +OK
                    C: PASS secret
                    S: +OK
                    C: UIDL 1
                    S: +OK 1 %s
                    C: UIDL 2
                    S: +OK 2 %s
                    C: RETR 1
                    S: +OK
                    """.formatted(ids.get(0), ids.get(1)));
            assertTrue(dialogue.untilDot().contains("Subject: one"));
            dialogue.talk("""
                    C: QUIT
                    S: +OK
                    """);
        }
    }
}
