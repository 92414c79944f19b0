package mailserver.route;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import mailserver.mail.Address;
import mailserver.mail.Recipient;

/**
 * What a list of recipients comes to.
 *
 * @param mailboxes accounts here, each with all that led to it: one copy, however many those are
 * @param remote    on other servers, each address once; or anywhere, of a message that waits for its time
 * @param unknown   in our domains, but nobody has that name; each once
 * @param expanded  aliases here with several targets, of which the sender wants to hear (RFC 3461 §5.2.7.3)
 */
public record Destinations(
        Map<Address, Set<Recipient>> mailboxes,
        List<Recipient> remote,
        List<Recipient> unknown,
        List<Recipient> expanded) {
    public Destinations {
        // Not Map.copyOf: it forgets the order.
        mailboxes = Collections.unmodifiableMap(new LinkedHashMap<>(mailboxes));
        remote = List.copyOf(remote);
        unknown = List.copyOf(unknown);
        expanded = List.copyOf(expanded);
    }

    /** For a message that waits for its time: where it ends is found out then, and not before. */
    static Destinations later(List<Recipient> recipients) {
        return new Destinations(Map.of(), recipients, List.of(), List.of());
    }

    /** All places where the mail ends, whatever the ways there. */
    Set<Address> ends() {
        var ends = new LinkedHashSet<>(mailboxes.keySet());
        queued().forEach(recipient -> ends.add(recipient.address()));
        return ends;
    }

    /** Those for the queue. An unknown one was known a moment ago; there its sender hears that it isn't any more. */
    List<Recipient> queued() {
        return Stream.concat(remote.stream(), unknown.stream()).toList();
    }
}
