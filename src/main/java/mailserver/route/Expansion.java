package mailserver.route;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailserver.mail.Address;
import mailserver.mail.Notify;
import mailserver.mail.Notify.Event;
import mailserver.mail.OriginalRecipient;
import mailserver.mail.Recipient;

/**
 * Follows recipients through aliases to where mail ends, and with them what their sender wants to hear (RFC 3461 §5.2.7): an
 * alias with one target hands all of it on; one with several is the end for word of success, and hands on the rest.
 */
final class Expansion {
    /** @param above the aliases that led here, to notice a circle */
    private record Step(Recipient recipient, Set<String> above) {}

    /** What has been followed once needs not be again, unless the sender wants to hear something else of it. */
    private record Alias(String name, Notify notices, Optional<OriginalRecipient> original) {}

    private final Router router;
    private final Deque<Step> open = new ArrayDeque<>();
    private final Set<Alias> followed = new HashSet<>();
    private final Map<Address, Set<Recipient>> mailboxes = new LinkedHashMap<>();
    private final Map<Address, Recipient> remote = new LinkedHashMap<>();
    private final Map<Address, Recipient> unknown = new LinkedHashMap<>();
    private final List<Recipient> expanded = new ArrayList<>();

    private Expansion(Router router) {
        this.router = router;
    }

    static Destinations of(List<Recipient> recipients, Router router) {
        var expansion = new Expansion(router);
        recipients.forEach(recipient -> expansion.open.add(new Step(recipient, Set.of())));
        while (!expansion.open.isEmpty()) {
            expansion.follow(expansion.open.removeFirst());
        }
        return new Destinations(
                expansion.mailboxes,
                List.copyOf(expansion.remote.values()),
                List.copyOf(expansion.unknown.values()),
                expansion.expanded);
    }

    private void follow(Step step) {
        Recipient recipient = step.recipient();
        Address address = recipient.address();
        switch (router.destination(address)) {
            case Destination.Mailbox mailbox -> arrived(mailbox.account(), recipient);
            case Destination.Others others -> alias(step, others.targets());
            // No way is the queue's to report: by then the sender has left.
            case Destination.Peer ignored -> remote.merge(address, recipient, Expansion::merged);
            case Destination.Exchangers ignored -> remote.merge(address, recipient, Expansion::merged);
            case Destination.NoWay ignored -> remote.merge(address, recipient, Expansion::merged);
            case Destination.UnknownUser ignored -> unknown.merge(address, recipient, Expansion::merged);
        }
    }

    private void arrived(Address account, Recipient recipient) {
        mailboxes.computeIfAbsent(account, a -> new LinkedHashSet<>()).add(recipient);
    }

    private void alias(Step step, List<Address> targets) {
        Recipient alias = step.recipient();
        String name = alias.address().folded();
        if (step.above().contains(name)) {
            // An alias that names itself, such as "bob: bob, alice", means the account of that name.
            router.account(alias.address()).ifPresent(account -> arrived(account, alias));
            return;
        }
        if (!followed.add(new Alias(name, alias.notices(), alias.original()))) {
            return;
        }
        var above = new HashSet<>(step.above());
        above.add(name);
        Recipient onward = onward(alias, targets.size() > 1);
        targets.forEach(target -> open.add(new Step(onward.at(target), above)));
    }

    private Recipient onward(Recipient alias, boolean several) {
        // RFC 3461 §5.2.1: where the sender named nobody else, it is the alias that it named.
        Optional<OriginalRecipient> original =
                alias.original().or(() -> Optional.of(OriginalRecipient.of(alias.address())));
        if (several && alias.notices().wants(Event.SUCCESS)) {
            expanded.add(alias);
        }
        Notify notices = several ? alias.notices().withoutSuccess() : alias.notices();
        return new Recipient(alias.address(), notices, original);
    }

    /** One copy goes to an address, with all that is to be told of it. It is told of in the name that came first. */
    private static Recipient merged(Recipient one, Recipient other) {
        return one.with(one.notices().joined(other.notices()));
    }
}
