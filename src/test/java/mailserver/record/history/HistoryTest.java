package mailserver.record.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import mailserver.event.MailEvent;
import mailserver.mail.Address;
import mailserver.mail.MessageIds;
import mailserver.mail.ReversePath;
import mailserver.record.history.History.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers over time, by a clock that the test sets. */
class HistoryTest {
    private static final int ACCEPTED = Sample.NAMES.indexOf("accepted");
    private static final int REFUSED = Sample.NAMES.indexOf("refused");
    private static final int P50 = Sample.NAMES.indexOf("latency_p50_ms");
    private static final int P99 = Sample.NAMES.indexOf("latency_p99_ms");

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:10Z"));
    private final InstantSource clock = now::get;

    private History history() {
        return new History(folder.resolve("history"), clock);
    }

    /** The minute is over, and the server looks. */
    private void pass(History history, Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
        history.sample();
    }

    private static void accept(History history, int times) {
        for (int i = 0; i < times; i++) {
            history.add(new MailEvent.Received("1", ReversePath.NULL, List.of(), "x", 1));
        }
    }

    private static List<Long> column(List<Sample> samples, int column) {
        return samples.stream().map(sample -> sample.values()[column]).toList();
    }

    @Test
    void eachMinuteHasItsOwnNumbers() throws Exception {
        History history = history();
        accept(history, 3);
        pass(history, Duration.ofMinutes(1));
        accept(history, 2);
        history.add(new MailEvent.Refused(Optional.empty(), "127.0.0.1", "550"));
        assertEquals(List.of(3L, 2L), column(history.read(Span.HOUR), ACCEPTED));
        assertEquals(List.of(0L, 1L), column(history.read(Span.HOUR), REFUSED));
        assertEquals(List.of(5L), column(history.read(Span.MONTH), ACCEPTED));
        history.close();
    }

    @Test
    void aRestartLosesNothingAndAddsToTheSameMinute() throws Exception {
        History before = history();
        accept(before, 3);
        before.sample();
        before.close();
        now.updateAndGet(instant -> instant.plusSeconds(5));
        History after = history();
        accept(after, 4);
        assertEquals(List.of(7L), column(after.read(Span.HOUR), ACCEPTED));
        after.close();
    }

    @Test
    void whatIsOlderThanTheSpanIsGoneAndTheFileDoesNotGrow() throws Exception {
        History history = history();
        for (int hour = 0; hour < 40 * 24; hour++) {
            accept(history, 1);
            pass(history, Duration.ofHours(1));
        }
        assertEquals(
                1,
                history.read(Span.HOUR).stream()
                        .filter(one -> one.values()[ACCEPTED] > 0)
                        .count());
        assertEquals(
                24,
                history.read(Span.DAY).stream()
                        .mapToLong(one -> one.values()[ACCEPTED])
                        .sum());
        assertEquals(
                31 * 24,
                history.read(Span.MONTH).stream()
                        .mapToLong(one -> one.values()[ACCEPTED])
                        .sum());
        assertTrue(Files.size(folder.resolve("history")) < 400_000);
        history.close();
    }

    @Test
    void percentilesAreRightToASixth() throws Exception {
        History history = history();
        for (int i = 1; i <= 100; i++) {
            String id = new MessageIds(() -> now.get()).next();
            Instant named = now.get();
            now.set(named.plusMillis(10L * i));
            history.add(new MailEvent.Relayed(id, ReversePath.NULL, new Address("a", "b.example"), "hop", "250"));
            now.set(named);
        }
        long[] values = history.read(Span.HOUR).getFirst().values();
        assertTrue(values[P50] >= 500 && values[P50] < 600, values[P50] + " ms");
        assertTrue(values[P99] >= 990 && values[P99] < 1160, values[P99] + " ms");
        history.close();
    }

    @Test
    void whereNothingWasDeliveredThereIsNoLatency() throws Exception {
        History history = history();
        assertEquals(List.of(-1L), column(history.read(Span.HOUR), P50));
        history.close();
    }

    @Test
    void aFileOfSomethingElseIsBegunAnew() throws Exception {
        Files.writeString(folder.resolve("history"), "no numbers at all");
        History history = history();
        accept(history, 1);
        assertEquals(List.of(1L), column(history.read(Span.HOUR), ACCEPTED));
        history.close();
    }
}
