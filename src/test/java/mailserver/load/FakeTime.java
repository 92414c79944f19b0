package mailserver.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A wrong time of day for one process, by libfaketime. Only that: what measures waiting goes on as before. */
public final class FakeTime {
    private FakeTime() {}

    /** Debian's package; to be called where there is an Internet. */
    public static void install() throws IOException {
        Programs.need("faketime", "faketime");
    }

    /**
     * What is set for the process.
     *
     * @param offset as "+3600s", or empty for a process whose time is set by other variables
     * @return empty where the library is missing
     */
    public static Optional<Map<String, String>> environment(String offset) throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            return folders.map(folder -> folder.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::exists)
                    .findFirst()
                    .map(library -> Map.of(
                            "LD_PRELOAD",
                            library.toString(),
                            "FAKETIME",
                            offset,
                            "FAKETIME_DONT_FAKE_MONOTONIC",
                            "1",
                            "DONT_FAKE_MONOTONIC",
                            "1"));
        }
    }
}
