package mailserver.fault;

import java.time.Duration;

/** What goes wrong. */
public sealed interface FaultAction {
    /** This is answered, and nothing done. @param line without its end */
    record Reply(String line) implements FaultAction {}

    /** The answer comes late. */
    record Delay(Duration time) implements FaultAction {}

    /** Everything from the answer on comes at this pace. */
    record Slow(long octetsPerSecond) implements FaultAction {}

    /** What was asked for is done, and the connection is cut. @param after behind the answer, or in place of it */
    record Drop(boolean after) implements FaultAction {}

    /** What was asked for is done, and answered with what is no answer. */
    record Garble() implements FaultAction {}

    /** The connection ends where the handshake should be. */
    record BreakTls() implements FaultAction {}

    /** The message can't be written; nothing is stored. */
    record DiskFull() implements FaultAction {}
}
