package mailserver.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryOrderTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 8, 9, 1000})
    void sorts_by_time_and_then_as_it_is_told(int count) {
        long[] times = new Random(count).longs(count, 0, 1 + count / 3).toArray();
        int[] expected = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(i -> times[i]).thenComparing(Comparator.reverseOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        assertArrayEquals(expected, new DeliveryOrder(times, (one, other) -> Integer.compare(other, one)).sorted());
    }
}
