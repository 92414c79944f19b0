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
        Ran ran = Ran.run((Object[]) (line.isEmpty() ? new String[0] : line.split(" ")));
        assertEquals(2, ran.exitCode());
        assertEquals("", ran.out());
        assertEquals(1, ran.err().lines().count(), ran.err());
        assertTrue(ran.err().startsWith("mailserver: "), ran.err());
    }

    @Test
    void aMistypedCommandGetsASuggestion() {
        assertTrue(Ran.run("statsu").err().contains("status"));
    }

    @Test
    void everyCommandHasHelpAndVersion() {
        assertTrue(Ran.run("--help").out().contains("lab"));
        assertTrue(Ran.run("queue", "show", "--help").out().contains("ID"));
        assertTrue(Ran.run("lab", "--version").out().startsWith("mailserver "));
        assertEquals(0, Ran.run("--version").exitCode());
    }

    @Test
    void theHomeStandsBeforeOrBehindTheCommand() {
        String wanted = home.resolve("there").toString();
        assertTrue(Ran.run("--home", wanted, "status").err().contains(wanted));
        assertTrue(Ran.run("status", "--home", wanted).err().contains(wanted));
        assertTrue(Ran.run("--home", home, "status", "--home", wanted).err().contains(wanted));
        assertTrue(Ran.run("user", "--home", wanted, "passwd", "a@b.c").err().contains("a@b.c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "stop", "reload"})
    void whereNothingRunsTheExitCodeIs3(String command) {
        Ran ran = Ran.run(command, "--home", home);
        assertEquals(3, ran.exitCode());
        assertTrue(ran.err().contains("\"bin/mailserver --home " + home + " start\""), ran.err());
    }
}
