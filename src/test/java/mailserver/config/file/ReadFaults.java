package mailserver.config.file;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** For tests: the faults that a reader gives up with, as {@code line: message}. */
public final class ReadFaults {
    private ReadFaults() {}

    public static List<String> of(Executable reading) {
        return faults(reading).stream()
                .map(fault -> fault.line() + ": " + fault.message())
                .toList();
    }

    /** With the file's name before the line. */
    public static List<String> withFiles(Executable reading) {
        return faults(reading).stream()
                .map(fault -> {
                    Path name = fault.file().getFileName();
                    return new Fault(name, fault.line(), fault.message()).toString();
                })
                .toList();
    }

    private static List<Fault> faults(Executable reading) {
        return assertThrows(ConfigurationException.class, reading).faults();
    }
}
