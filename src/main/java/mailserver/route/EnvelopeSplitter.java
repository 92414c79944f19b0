package mailserver.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import mailserver.mail.Envelope;
import mailserver.mail.Recipient;

/**
 * Splits an envelope for many domains into several, as Sendmail does. Each attempt at a next hop writes the envelope of its entry anew, so
 * one entry for a thousand hops would be written a thousand times with all its recipients; the parts are written as often as they
 * have hops, a bounded number.
 */
final class EnvelopeSplitter {
    /** Domains in one part. */
    static final int MOST = 50;

    private EnvelopeSplitter() {}

    /**
     * @param ids names the parts but the first, which keeps the envelope's id
     * @return one or more, which have each recipient once, those of one domain together
     */
    static List<Envelope> of(Envelope envelope, Supplier<String> ids) {
        Map<String, List<Recipient>> domains = envelope.recipients().stream()
                .collect(Collectors.groupingBy(
                        recipient -> recipient.address().domain(), LinkedHashMap::new, Collectors.toList()));
        if (domains.size() <= MOST) {
            return List.of(envelope);
        }
        var parts = new ArrayList<Envelope>();
        var part = new ArrayList<Recipient>();
        int count = 0;
        for (List<Recipient> recipients : domains.values()) {
            part.addAll(recipients);
            count++;
            if (count % MOST == 0 || count == domains.size()) {
                Envelope piece = envelope.to(part);
                parts.add(parts.isEmpty() ? piece : piece.named(ids.get()));
                part.clear();
            }
        }
        return List.copyOf(parts);
    }
}
