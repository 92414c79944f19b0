package mailserver.store;

import java.util.function.IntBinaryOperator;

/**
 * Sorts messages by their times. The library sorts numbers only by themselves, and the objects that could be sorted by a number
 * cost more than the sorting.
 */
final class DeliveryOrder {
    private final long[] times;
    private final IntBinaryOperator ofSameTime;

    /** @param ofSameTime compares two messages of the same time, by their numbers */
    DeliveryOrder(long[] times, IntBinaryOperator ofSameTime) {
        this.times = times;
        this.ofSameTime = ofSameTime;
    }

    /** The numbers from 0 on of all that have a time, by which they merge in ever longer runs. */
    int[] sorted() {
        int size = times.length;
        int[] from = new int[size];
        int[] to = new int[size];
        for (int i = 0; i < size; i++) {
            from[i] = i;
        }
        for (int run = 1; run < size; run *= 2) {
            for (int start = 0; start < size; start += 2 * run) {
                merge(from, to, start, Math.min(start + run, size), Math.min(start + 2 * run, size));
            }
            int[] merged = to;
            to = from;
            from = merged;
        }
        return from;
    }

    private void merge(int[] from, int[] to, int start, int middle, int end) {
        int one = start;
        int other = middle;
        for (int next = start; next < end; next++) {
            boolean first = other == end || one < middle && compare(from[one], from[other]) <= 0;
            to[next] = first ? from[one++] : from[other++];
        }
    }

    private int compare(int one, int other) {
        return times[one] == times[other] ? ofSameTime.applyAsInt(one, other) : Long.compare(times[one], times[other]);
    }
}
