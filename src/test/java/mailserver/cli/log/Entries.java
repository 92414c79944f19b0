package mailserver.cli.log;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.tinylog.Level;
import org.tinylog.core.LogEntry;
import org.tinylog.runtime.RuntimeProvider;
import org.tinylog.runtime.Timestamp;

/** For tests: entries as tinylog hands them to a writer. */
final class Entries {
    private Entries() {}

    static LogEntry info(String message) {
        return of(Level.INFO, message, null);
    }

    static LogEntry of(Level level, String message, Throwable exception) {
        return of(RuntimeProvider.createTimestamp(), Thread.currentThread(), level, message, exception);
    }

    static LogEntry at(Instant time, Thread thread, Level level, String message, Throwable exception) {
        return of(new Fixed(time), thread, level, message, exception);
    }

    private static LogEntry of(Timestamp time, Thread thread, Level level, String message, Throwable exception) {
        return new LogEntry(time, thread, Map.of(), null, null, null, -1, null, level, message, exception);
    }

    private record Fixed(Instant time) implements Timestamp {
        @Override
        public Date toDate() {
            return Date.from(time);
        }

        @Override
        public Instant toInstant() {
            return time;
        }

        @Override
        public java.sql.Timestamp toSqlTimestamp() {
            return java.sql.Timestamp.from(time);
        }

        @Override
        public long calcDifferenceInNanoseconds(Timestamp other) {
            return Duration.between(other.toInstant(), time).toNanos();
        }
    }
}
