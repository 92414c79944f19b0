package mailserver.config.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import mailserver.mail.Address;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Optional<Duration> FOR_GOOD = Optional.empty();
    private static final Address BOB = new Address("Bob", "lan.example");
    private static final Address SCANNER = new Address("scanner", "lan.example");
    private static final Address ARCHIVE = new Address("archive", "lan.example");

    private final Retention retention =
            new Retention(days(90), Map.of(SCANNER.folded(), days(30), ARCHIVE.folded(), FOR_GOOD));

    @Test
    void a_mailbox_has_its_own_time_or_the_usual_one() {
        assertEquals(days(90), retention.of(BOB));
        assertEquals(days(30), retention.of(new Address("SCANNER", "lan.example")));
        assertEquals(FOR_GOOD, retention.of(ARCHIVE));
    }

    @Test
    void of_two_settings_the_shorter_one_counts() {
        Retention bounded = retention.atMost(days(60));
        assertEquals(days(60), bounded.of(BOB));
        assertEquals(days(30), bounded.of(SCANNER));
        assertEquals(days(60), bounded.of(ARCHIVE));
        assertEquals(retention, retention.atMost(FOR_GOOD));
        assertEquals(days(60), Retention.FOR_GOOD.atMost(days(60)).of(BOB));
    }

    @Test
    void what_is_promised_to_everybody_is_the_shortest_time() {
        assertEquals(days(30), retention.shortest());
        assertEquals(FOR_GOOD, Retention.FOR_GOOD.shortest());
        assertEquals(days(5), new Retention(FOR_GOOD, Map.of(BOB.folded(), days(5))).shortest());
    }

    @Test
    void mailboxes_with_the_same_time_do_not_differ() {
        assertTrue(retention.differs());
        assertFalse(retention.atMost(days(10)).differs());
        assertFalse(Retention.FOR_GOOD.differs());
        assertFalse(new Retention(days(5), Map.of(BOB.folded(), days(5))).differs());
    }

    private static Optional<Duration> days(int days) {
        return Optional.of(Duration.ofDays(days));
    }
}
