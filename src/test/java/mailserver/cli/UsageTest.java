package mailserver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "strat",
                "start --foo",
                "user",
                "user add",
                "user add bob",
                "queue retry",
                "queue retry abc --all",
                "queue remove --to a.lab --from b@c.lab",
                "queue hold abc def",
                "queue hold --from nobody",
                "queue pause",
                "queue pause a@b",
                "queue log",
                "queue --to",
                "queue --from nobody",
                "explain --from nobody a@b.lab",
                "explain nobody",
                "lab -n",
                "--home"
            })
    void aMistakeIsOneLineAndExitCode2(String line) {
        CommandRun commandRun = CommandRun.run((Object[]) (line.isEmpty() ? new String[0] : line.split(" ")));
        assertEquals(2, commandRun.exitCode());
        assertEquals("", commandRun.out());
        assertEquals(1, commandRun.err().lines().count(), commandRun.err());
        assertTrue(commandRun.err().startsWith("mailserver: "), commandRun.err());
    }

    @Test
    void aMistypedCommandGetsASuggestion() {
        assertTrue(CommandRun.run("statsu").err().contains("status"));
    }

    @Test
    void everyCommandHasHelpAndVersion() {
        assertTrue(CommandRun.run("--help").out().contains("lab"));
        assertTrue(CommandRun.run("queue", "show", "--help").out().contains("ID"));
        assertTrue(CommandRun.run("lab", "--version").out().startsWith("mailserver "));
        assertEquals(0, CommandRun.run("--version").exitCode());
    }

    @Test
    void theHomeStandsBeforeOrBehindTheCommand() {
        String wanted = home.resolve("there").toString();
        assertTrue(CommandRun.run("--home", wanted, "status").err().contains(wanted));
        assertTrue(CommandRun.run("status", "--home", wanted).err().contains(wanted));
        assertTrue(
                CommandRun.run("--home", home, "status", "--home", wanted).err().contains(wanted));
        assertTrue(CommandRun.run("user", "--home", wanted, "passwd", "a@b.c")
                .err()
                .contains("a@b.c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "stop", "reload"})
    void whereNothingRunsTheExitCodeIs3(String command) {
        CommandRun commandRun = CommandRun.run(command, "--home", home);
        assertEquals(3, commandRun.exitCode());
        assertTrue(commandRun.err().contains("\"bin/mailserver --home " + home + " start\""), commandRun.err());
    }
}
