package mailserver.queue.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import mailserver.dsn.OneLine;

/** The fields of one block of an envelope file: of the entry itself, or of one recipient. */
final class EntryBlock {
    /** The one key that may stand more than once: a reply can have several lines. */
    private static final String REPEATED = "Last-Reply";

    private final int line;
    private final Set<String> known;
    private final List<Field> fields = new ArrayList<>();

    EntryBlock(int line, Set<String> known) {
        this.line = line;
        this.known = known;
    }

    record Field(int line, String key, String value) {
        static Field of(int number, String text) throws MalformedEntryException {
            int colon = text.indexOf(':');
            if (colon < 1) {
                throw new MalformedEntryException(number, "not \"Key: value\"");
            }
            String rest = text.substring(colon + 1);
            if (!rest.isEmpty() && rest.charAt(0) != ' ') {
                throw new MalformedEntryException(number, "no space behind the colon");
            }
            return new Field(number, text.substring(0, colon), rest.isEmpty() ? "" : rest.substring(1));
        }

        <T> T as(String what, Function<String, Optional<T>> reading) throws MalformedEntryException {
            Optional<T> result = reading.apply(value);
            if (result.isEmpty()) {
                throw new MalformedEntryException(line, key + " is not " + what + ": " + OneLine.of(value));
            }
            return result.get();
        }
    }

    void add(Field field) throws MalformedEntryException {
        if (!known.contains(field.key())) {
            throw new MalformedEntryException(field.line(), "unknown key here: " + OneLine.of(field.key()));
        }
        if (!field.key().equals(REPEATED) && !all(field.key()).isEmpty()) {
            throw new MalformedEntryException(field.line(), field.key() + " stands here twice");
        }
        fields.add(field);
    }

    /** Where the key stands, or else where the block begins. */
    int line(String key) {
        List<Field> found = all(key);
        return found.isEmpty() ? line : found.getFirst().line();
    }

    /** What the key says; where it doesn't stand here, the fallback; where there is none, it must stand here. */
    <T> T value(String key, String what, Function<String, Optional<T>> reading, Optional<T> fallback)
            throws MalformedEntryException {
        Optional<T> said = optional(key, what, reading).or(() -> fallback);
        return said.isPresent() ? said.get() : one(key).as(what, reading);
    }

    Field one(String key) throws MalformedEntryException {
        List<Field> found = all(key);
        if (found.isEmpty()) {
            throw new MalformedEntryException(line, key + " is missing in the block that begins here");
        }
        return found.getFirst();
    }

    <T> Optional<T> optional(String key, String what, Function<String, Optional<T>> reading)
            throws MalformedEntryException {
        List<Field> found = all(key);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst().as(what, reading));
    }

    List<Field> all(String key) {
        // No stream: this is asked some thirty times for each of a hundred thousand entries.
        var found = new ArrayList<Field>(1);
        for (Field field : fields) {
            if (field.key().equals(key)) {
                found.add(field);
            }
        }
        return found;
    }
}
