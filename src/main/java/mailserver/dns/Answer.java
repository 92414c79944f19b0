package mailserver.dns;

import java.time.Duration;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** What DNS says to one question, aliases followed. */
sealed interface Answer {
    /**
     * Records of the type that was asked for.
     *
     * @param owner whose they are: the name that was asked about, or the one that it is an alias of
     * @param life  how long this is true
     */
    record Found(Name owner, List<Record> records, Duration life) implements Answer {
        public Found {
            records = List.copyOf(records);
        }
    }

    /** The name is there, and has no such records. */
    record NoRecords(Name owner, Duration life) implements Answer {}

    record NoSuchName(Duration life) implements Answer {}

    /** Nobody says. */
    record Failed(String why) implements Answer {}

    /** Nothing for what may be different at the next question. */
    default Duration lifetime() {
        return switch (this) {
            case Found found -> found.life();
            case NoRecords none -> none.life();
            case NoSuchName none -> none.life();
            case Failed failed -> Duration.ZERO;
        };
    }
}
