package mailserver.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import mailserver.cli.support.HomeOption;
import mailserver.config.ServerFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainStartTest {
    @Test
    void start_alone_is_for_the_usual_home() {
        assertEquals(Optional.of(new PlainStart(HomeOption.usual())), PlainStart.of("start"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/srv/mail", "mail", "./my mail", "../mail", "_"})
    void a_home_is_taken_as_it_is_written(String home) {
        var files = new ServerFiles(Path.of(home).toAbsolutePath().normalize());
        assertEquals(Optional.of(new PlainStart(files)), PlainStart.of("--home", home, "start"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "status",
                "Start",
                "start start",
                "start --help",
                "--help start",
                "start --home a",
                "--home=a start",
                "--home a run",
                "--home a start --foo",
                "--home -h start",
                "--home --home start",
                "--home @arguments start",
                "--home \"a\" start",
                "--home  start"
            })
    void what_else_stands_in_the_line_is_left_to_the_library(String line) {
        assertEquals(Optional.empty(), PlainStart.of(line.split(" ")));
    }
}
