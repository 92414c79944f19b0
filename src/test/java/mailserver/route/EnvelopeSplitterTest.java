package mailserver.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.mail.Envelope;
import mailserver.mail.ReversePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeSplitterTest {
    private final AtomicInteger ids = new AtomicInteger();

    private List<Envelope> parts(int domains, int each) {
        var recipients = new ArrayList<Address>();
        for (int user = 0; user < each; user++) {
            for (int domain = 0; domain < domains; domain++) {
                recipients.add(new Address("user" + user, "d" + domain + ".example"));
            }
        }
        var envelope = Envelope.of("first", ReversePath.NULL, recipients, Body.SEVEN_BIT);
        List<Envelope> parts = EnvelopeSplitter.of(envelope, () -> "part" + ids.incrementAndGet());
        assertEquals(
                recipients.size(),
                parts.stream()
                        .flatMap(part -> part.addresses().stream())
                        .distinct()
                        .count());
        return parts;
    }

    @Test
    void aMessageForFewDomainsStaysOne() {
        assertEquals(1, parts(EnvelopeSplitter.MOST, 3).size());
    }

    @ParameterizedTest
    @CsvSource({"51, 1, 2", "100, 5, 2", "1000, 1, 20"})
    void whatIsWrittenForEachHopIsBounded(int domains, int each, int count) {
        List<Envelope> parts = parts(domains, each);
        assertEquals(count, parts.size());
        assertEquals("first", parts.getFirst().id());
        assertEquals(count, parts.stream().map(Envelope::id).distinct().count());
        for (Envelope part : parts) {
            assertTrue(part.recipients().size() <= EnvelopeSplitter.MOST * each);
            long hops =
                    part.addresses().stream().map(Address::domain).distinct().count();
            assertEquals(part.recipients().size(), hops * each, "those of one domain are together");
        }
    }
}
