package mailserver.care;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How far a long piece of work has come: a bar on a terminal, a line a minute elsewhere. It says nothing of work that is over
 * before that. For one thread.
 */
public final class Progress {
    private static final int WIDTH = 24;
    private static final Duration REDRAW = Duration.ofMillis(200);
    private static final Duration LINE = Duration.ofMinutes(1);
    /** CR, and "erase to the end of the line" (ECMA-48 EL). */
    private static final String CLEAR = "\r\033[K";

    private final PrintWriter out;
    private final boolean terminal;
    private final LongSupplier nanos;
    private String what = "";
    private String unit = "";
    private long total;
    private long done;
    private long last;
    private boolean drawn;

    /** @param terminal whether a person watches {@code out} */
    public Progress(PrintWriter out, boolean terminal) {
        this(out, terminal, System::nanoTime);
    }

    /** @param nanos as of {@link System#nanoTime()} */
    Progress(PrintWriter out, boolean terminal, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.nanos = nanos;
    }

    /** Nobody hears of it. */
    public static Progress silent() {
        return new Progress(new PrintWriter(PrintWriter.nullWriter()), false);
    }

    /**
     * Begins a piece of work.
     *
     * @param size in units; 0 when nobody knows
     */
    public void begin(String task, long size, String ofWhat) {
        clear();
        what = task;
        unit = ofWhat;
        total = size;
        done = 0;
        last = nanos.getAsLong();
    }

    public void advance(long more) {
        done += more;
        long now = nanos.getAsLong();
        if (now - last >= (terminal ? REDRAW : LINE).toNanos()) {
            last = now;
            show();
        }
    }

    /** Takes the bar away, before something else is printed or when all is done. It comes back with the next step. */
    public void clear() {
        if (drawn) {
            out.print(CLEAR);
            out.flush();
            drawn = false;
        }
    }

    private void show() {
        String numbers = total > 0 ? done + " of " + total + " " + unit : done + " " + unit;
        if (!terminal) {
            out.println(what + ": " + numbers + (total > 0 ? ", " + percent() + " %" : ""));
        } else if (total > 0) {
            int filled = (int) (WIDTH * percent() / 100);
            out.print(CLEAR + what + " [" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + percent() + " %, "
                    + numbers);
            drawn = true;
        } else {
            out.print(CLEAR + what + ": " + numbers);
            drawn = true;
        }
        out.flush();
    }

    /** Mail may come in meanwhile: there can be more of it than was counted. */
    private long percent() {
        return Math.min(100, (long) (100.0 * done / total));
    }
}
