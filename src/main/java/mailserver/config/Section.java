package mailserver.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailserver.config.file.BadValueException;
import mailserver.config.file.Faults;
import mailserver.config.file.Suggestion;
import mailserver.config.file.TextLines;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * One table of a TOML file: hands out values, remembers which keys were asked for, and puts file and line to what is
 * wrong.
 */
final class Section {
    private final Path file;
    private final String name;
    private final TomlTable table;
    private final int headerLine;
    private final Faults faults;
    private final Set<String> known = new LinkedHashSet<>();

    private Section(Path file, String name, TomlTable table, int headerLine, Faults faults) {
        this.file = file;
        this.name = name;
        this.table = table;
        this.headerLine = headerLine;
        this.faults = faults;
    }

    /** The whole file; empty when it can't be read or isn't TOML, which is then among the faults. */
    static Optional<Section> read(Path file, Faults faults) {
        try {
            TomlParseResult result = Toml.parse(TextLines.withoutMark(Files.readString(file)));
            result.errors().forEach(error -> faults.add(file, error.position().line(), error.getMessage()));
            // What is left after a syntax error says little: a missing bracket moves keys into other tables.
            return result.hasErrors() ? Optional.empty() : Optional.of(new Section(file, "", result, 0, faults));
        } catch (NoSuchFileException e) {
            faults.add(file, 0, "no such file");
        } catch (CharacterCodingException e) {
            faults.add(file, 0, "is not UTF-8 text");
        } catch (IOException e) {
            faults.add(file, 0, "can't be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    /** The keys that are there, in the order of the file. */
    Set<String> keys() {
        return table.keySet();
    }

    <T> Optional<T> value(String key, ValueReader<T> reader) {
        return raw(key).flatMap(raw -> attempt(key, raw, line(key), reader));
    }

    /** The list's elements; a bad element is a fault at its own line and left out. */
    <T> Optional<List<T>> list(String key, ValueReader<T> reader) {
        Optional<Object> raw = raw(key);
        if (raw.isPresent() && !(raw.get() instanceof TomlArray)) {
            fault(key, "must be a list in brackets, not " + Values.kind(raw.get()));
            return Optional.empty();
        }
        return raw.map(TomlArray.class::cast).map(array -> {
            List<T> elements = new ArrayList<>();
            for (int i = 0; i < array.size(); i++) {
                attempt(key, array.get(i), array.inputPositionOf(i).line(), reader)
                        .ifPresent(elements::add);
            }
            return elements;
        });
    }

    /** A table inside this one; an empty one when it is absent. */
    Section section(String key) {
        Optional<Object> raw = raw(key);
        if (raw.isPresent() && !(raw.get() instanceof TomlTable)) {
            fault(key, "must be a section, not " + Values.kind(raw.get()));
        }
        TomlTable inner = raw.filter(TomlTable.class::isInstance)
                .map(TomlTable.class::cast)
                .orElseGet(() -> Toml.parse(""));
        return new Section(file, path(key), inner, line(key), faults);
    }

    /** Whether the key holds a table, as an unquoted {@code a.b = 1} does by accident. */
    boolean isSection(String key) {
        return raw(key).filter(TomlTable.class::isInstance).isPresent();
    }

    boolean isEmptyList(String key) {
        return raw(key).filter(raw -> raw instanceof TomlArray array && array.isEmpty())
                .isPresent();
    }

    void fault(String key, String message) {
        faults.add(file, line(key), path(key) + ": " + message);
    }

    /** To be called last: every key that nobody asked for is a fault. */
    void finish() {
        for (String key : table.keySet()) {
            if (!known.contains(key)) {
                String hint = Suggestion.nearest(key, known)
                        .map(near -> "; did you mean \"" + near + "\"?")
                        .orElse("");
                String where = name.isEmpty() ? "" : " in [" + name + "]";
                faults.add(file, line(key), "unknown key \"" + key + "\"" + where + hint);
            }
        }
    }

    private Optional<Object> raw(String key) {
        known.add(key);
        // A list of one key: the library would take a bare string apart at its dots.
        return Optional.ofNullable(table.get(List.of(key)));
    }

    private <T> Optional<T> attempt(String key, Object raw, int line, ValueReader<T> reader) {
        try {
            return Optional.of(reader.read(raw));
        } catch (BadValueException e) {
            faults.add(file, line, path(key) + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private int line(String key) {
        return Optional.ofNullable(table.inputPositionOf(List.of(key)))
                .map(TomlPosition::line)
                .orElse(headerLine);
    }

    private String path(String key) {
        String written = key.matches("[A-Za-z0-9_-]+") ? key : BadValueException.quoted(key);
        return name.isEmpty() ? written : name + "." + written;
    }
}
