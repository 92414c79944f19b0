package mailserver.bench;

import java.util.Locale;
import mailserver.load.Table;
import org.HdrHistogram.Histogram;

/**
 * What a load came to.
 *
 * @param count          messages, or sessions
 * @param octets         of all messages together
 * @param acceptedNanos  until the last was acknowledged
 * @param deliveredNanos until the last had arrived
 * @param latencies      in nanoseconds
 */
public record Outcome(long count, long octets, long acceptedNanos, long deliveredNanos, Histogram latencies) {
    public double acceptedPerSecond() {
        return count * 1e9 / acceptedNanos;
    }

    public double deliveredPerSecond() {
        return count * 1e9 / deliveredNanos;
    }

    public double megabytesPerSecond() {
        return octets * 1e3 / deliveredNanos;
    }

    public double percentileMillis(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e6;
    }

    /** @param what      is counted: messages, sessions
     *  @param latencyOf what the latencies are those of */
    public String table(String what, String latencyOf) {
        var table = new Table("measure", "value").row(what, count).row(what + "/s", text(acceptedPerSecond()));
        if (deliveredNanos != acceptedNanos) {
            table.row(what + "/s until all had arrived", text(deliveredPerSecond()));
        }
        table.row("MB/s", text(megabytesPerSecond()));
        for (double percentile : new double[] {50, 90, 99, 99.9, 100}) {
            String name = percentile == 100 ? "maximum" : "p" + text(percentile);
            table.row(latencyOf + ", " + name, text(percentileMillis(percentile)) + " ms");
        }
        return table.toString();
    }

    /** Three digits that count. */
    public static String text(double value) {
        if (value >= 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        String text = String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
        return text.replaceAll("\\.?0+$", "");
    }
}
