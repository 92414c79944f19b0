package mailserver.care;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter out = new StringWriter();
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void a_terminal_gets_a_bar_that_is_taken_away_again() {
        Progress progress = progress(true);
        progress.begin("scrub", 200, "messages");
        step(progress, 50, Duration.ofMillis(250));
        assertEquals("\r\033[Kscrub [######..................] 25 %, 50 of 200 messages", out.toString());
        step(progress, 1, Duration.ofMillis(20));
        progress.clear();
        progress.clear();
        assertEquals("\r\033[Kscrub [######..................] 25 %, 50 of 200 messages\r\033[K", out.toString());
    }

    @Test
    void elsewhere_there_is_a_line_a_minute() {
        Progress progress = progress(false);
        progress.begin("backup", 10, "messages");
        for (int second = 0; second < 150; second += 30) {
            step(progress, 1, Duration.ofSeconds(30));
        }
        assertEquals("backup: 2 of 10 messages, 20 %\nbackup: 4 of 10 messages, 40 %\n", out.toString());
    }

    @Test
    void more_than_was_counted_is_no_more_than_all() {
        Progress progress = progress(true);
        progress.begin("scrub", 2, "messages");
        step(progress, 5, Duration.ofSeconds(1));
        assertEquals("\r\033[Kscrub [########################] 100 %, 5 of 2 messages", out.toString());
    }

    @Test
    void without_a_total_it_counts() {
        Progress progress = progress(true);
        progress.begin("import", 0, "messages");
        step(progress, 5, Duration.ofSeconds(1));
        assertEquals("\r\033[Kimport: 5 messages", out.toString());
    }

    private Progress progress(boolean terminal) {
        return new Progress(new PrintWriter(out), terminal, nanos::get);
    }

    private void step(Progress progress, long more, Duration took) {
        nanos.addAndGet(took.toNanos());
        progress.advance(more);
    }
}
