package mailserver.record.history;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * What happened in a stretch of time, and how things stood at its end.
 *
 * @param began  of the stretch
 * @param values one for each of {@link #NAMES}, in their order
 */
public record Sample(Instant began, long[] values) {
    /** Counted in the stretch. */
    static final List<String> COUNTED = List.of("accepted", "delivered", "relayed", "deferred", "bounced", "refused");
    /** As it was at the end. */
    static final List<String> STATES =
            List.of("queue", "oldest_seconds", "smtp_sessions", "pop3_sessions", "disk_free_bytes");
    /** From the naming of a message to its mailbox or next hop, in milliseconds; -1 where nothing was delivered. */
    static final List<String> LATENCIES = List.of("latency_p50_ms", "latency_p95_ms", "latency_p99_ms");
    /** A promise to programs. */
    public static final List<String> NAMES =
            List.of(COUNTED, STATES, LATENCIES).stream().flatMap(List::stream).toList();

    private static final int STATES_AT = COUNTED.size();
    private static final int LATENCIES_AT = STATES_AT + STATES.size();

    public Sample {
        values = values.clone();
    }

    @Override
    public long[] values() {
        return values.clone();
    }

    /** Both together, where the other one is of a later part of the same stretch. */
    Sample with(Sample later) {
        long[] sum = values.clone();
        for (int i = 0; i < STATES_AT; i++) {
            sum[i] += later.values[i];
        }
        System.arraycopy(later.values, STATES_AT, sum, STATES_AT, LATENCIES_AT - STATES_AT);
        // The worst: the percentile of a sum can't be told from those of its parts.
        for (int i = LATENCIES_AT; i < sum.length; i++) {
            sum[i] = Math.max(sum[i], later.values[i]);
        }
        return new Sample(began, sum);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sample sample && began.equals(sample.began) && Arrays.equals(values, sample.values);
    }

    @Override
    public int hashCode() {
        return 31 * began.hashCode() + Arrays.hashCode(values);
    }
}
