package mailserver.config.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "0 B,0",
        "7 B,7",
        "7B,7",
        "1 KB,1000",
        "1 kb,1000",
        "2 MB,2000000",
        "2 GB,2000000000",
        "1 KiB,1024",
        "25 MiB,26214400",
        "3 GiB,3221225472"
    })
    void sizes(String text, long bytes) {
        assertEquals(Optional.of(bytes), Sizes.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "25",
                "MiB",
                "-1 MiB",
                "1.5 MiB",
                "25 Mi",
                "25 TB",
                "1 MiB 2",
                "999999999999 GiB",
                "9999999999999999999 B"
            })
    void noSizes(String text) {
        assertEquals(Optional.empty(), Sizes.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "500ms,PT0.5S",
        "5s,PT5S",
        "5 s,PT5S",
        "5m,PT5M",
        "4h,PT4H",
        "5d,PT120H",
        "1h30m,PT1H30M",
        "1d 2h 3m 4s 5ms,PT26H3M4.005S",
        "3650d,PT87600H"
    })
    void times(String text, Duration time) {
        assertEquals(Optional.of(time), Durations.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "5",
                "m",
                "-5m",
                "1.5h",
                "5 min",
                "5m3",
                "1h-30m",
                "5w",
                "3651d",
                "999999999999999d",
                "999999999999999s",
                "9999999999999999s"
            })
    void noTimes(String text) {
        assertEquals(Optional.empty(), Durations.parse(text));
    }
}
