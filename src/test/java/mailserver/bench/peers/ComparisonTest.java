package mailserver.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What is printed of several file systems. */
class ComparisonTest {
    @Test
    void file_systems_stand_side_by_side() {
        var comparison = new Comparison();
        comparison.add("ext4", entry(1000, 5000, OptionalDouble.of(6250)));
        assertEquals("", comparison.sideBySide());
        comparison.add("xfs", entry(1000, 2500, OptionalDouble.empty()));

        assertTrue(comparison.isFirst("ext4"));
        assertEquals("""
                | row     | target | ext4, ratio | ext4, of the bare disk | xfs, ratio    | xfs, of the bare disk |
                | ------- | ------ | ----------- | ---------------------- | ------------- | --------------------- |
                | smtp-20 | 4      | 5 (5–5)     | 80 % of 6250           | 2.5 (2.5–2.5) |                       |
                """, comparison.sideBySide());
        assertTrue(comparison.table("ext4").toString().contains("| yes | 80 % of 6250"));
        assertTrue(comparison.table("xfs").toString().contains("| no  |"));
    }

    private static Comparison.Entry entry(double peer, double ours, OptionalDouble bound) {
        var row = new Row("smtp-20", "mail", "Postfix", 4, arena -> {
            throw new AssertionError("is not measured here");
        });
        return new Comparison.Entry(new Pairs.Result(row, spread(peer), spread(ours), spread(ours / peer)), bound);
    }

    private static Spread spread(double figure) {
        return Spread.of(List.of(figure));
    }
}
