package mailserver.config.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the faults of one or several files, so that a reader can go on after the first one. */
public final class Faults {
    private final Map<Path, List<Fault>> byFile = new LinkedHashMap<>();

    public void add(Path file, int line, String message) {
        add(new Fault(file, line, message));
    }

    void add(Fault fault) {
        byFile.computeIfAbsent(fault.file(), file -> new ArrayList<>()).add(fault);
    }

    public boolean isEmpty() {
        return byFile.isEmpty();
    }

    /** The files in the order they were read, each file's faults from top to bottom. */
    List<Fault> sorted() {
        return byFile.values().stream()
                .flatMap(faults -> faults.stream().sorted(Comparator.comparingInt(Fault::line)))
                .toList();
    }

    public void throwIfAny() throws ConfigurationException {
        if (!isEmpty()) {
            throw new ConfigurationException(sorted());
        }
    }
}
