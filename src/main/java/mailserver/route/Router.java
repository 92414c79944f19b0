package mailserver.route;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import mailserver.account.Account;
import mailserver.config.Settings;
import mailserver.config.value.HostPort;
import mailserver.config.value.OtherDomains;
import mailserver.config.value.Peer;
import mailserver.dns.LocalMachine;
import mailserver.dns.MailExchangers;
import mailserver.mail.Address;
import mailserver.mail.Recipient;
import mailserver.route.Destination.Mailbox;
import mailserver.route.Destination.NoWay;
import mailserver.route.Destination.Others;
import mailserver.route.Destination.UnknownUser;

/**
 * Where mail goes. Domains first: ours, then {@code [peers]}, then the zone file, then {@code otherwise}. Within our domains:
 * an alias, an account, both again without {@code +tag}, postmaster, the catch-all.
 */
public final class Router {
    private final Supplier<Settings> settings;

    /** @param settings asked at each question, so that a reload counts at once */
    public Router(Supplier<Settings> settings) {
        this.settings = settings;
    }

    /** Ours, the first one first. */
    public List<String> domains() {
        return settings.get().configuration().domains();
    }

    public boolean isLocal(Address address) {
        return isHere(address) || settings.get().isLocal(address.domain());
    }

    /** True for the postmaster without a domain, and for what names this machine by its address (RFC 5321 §4.1.3). */
    private static boolean isHere(Address address) {
        return address.domain().isEmpty()
                || address.literal().filter(LocalMachine::has).isPresent();
    }

    /** Looks one address up, not what an alias leads to. */
    public Destination destination(Address address) {
        Settings now = settings.get();
        if (isLocal(address)) {
            String home = now.configuration().domains().getFirst();
            return local(now, isHere(address) ? address.at(home) : address);
        }
        return remote(now, address);
    }

    /** Where mail to these recipients ends. */
    public Destinations destinations(List<Recipient> recipients) {
        return Expansion.of(recipients, this);
    }

    /** True when mail to this address, or to whatever it stands for, ends nowhere but where there is no way to. */
    public boolean isLost(Address address) {
        Destinations all = destinations(List.of(Recipient.of(address)));
        return all.mailboxes().isEmpty()
                && all.remote().stream().allMatch(remote -> destination(remote.address()) instanceof NoWay);
    }

    /**
     * The way of an address in words, a line for each step.
     *
     * @param exchangers asked only where a step leads to mail exchangers
     */
    public List<String> explain(Address address, MailExchangers exchangers) {
        var lines = new ArrayList<String>();
        explain(address, exchangers, "", new HashSet<>(), lines);
        return lines;
    }

    private void explain(
            Address address, MailExchangers exchangers, String indent, Set<String> seen, List<String> lines) {
        Destination destination = destination(address);
        String where = indent + address + ": ";
        switch (destination) {
            case Mailbox mailbox ->
                lines.add(
                        where + "delivered here, to the mailbox of " + mailbox.account() + " (" + mailbox.rule() + ")");
            case Destination.Peer peer ->
                lines.add(where + "queued for " + peer.hop().inWords() + " (" + peer.rule() + ")");
            case Destination.Exchangers(String domain, String rule) -> {
                lines.add(where + "queued for the mail exchangers of " + domain + " (DNS) (" + rule + ")");
                exchangers.find(domain).inWords().forEach(line -> lines.add(indent + "  " + line));
            }
            case UnknownUser unknown -> lines.add(where + "refused, 550 5.1.1 (" + unknown.rule() + ")");
            case NoWay noWay -> lines.add(where + "refused, 550 5.1.2 (" + noWay.rule() + ")");
            case Others others -> {
                lines.add(where + "stands for " + others.targets().size() + " other(s) (" + others.rule() + ")");
                if (seen.add(address.folded())) {
                    others.targets().forEach(target -> explain(target, exchangers, indent + "  ", seen, lines));
                }
            }
        }
    }

    private static Destination local(Settings now, Address address) {
        for (Address name : new LinkedHashSet<>(List.of(address, address.withoutTag()))) {
            Optional<List<Address>> targets = now.aliases().targets(name);
            if (targets.isPresent()) {
                return new Others(targets.get(), "a line in etc/aliases for " + name);
            }
            Optional<Account> account = now.accounts().find(name);
            if (account.isPresent()) {
                return new Mailbox(account.get().address(), "an account");
            }
        }
        if (address.isPostmaster()) {
            return postmaster(now, address);
        }
        return now.aliases()
                .catchAll(address.domain())
                .<Destination>map(targets -> new Others(targets, "the catch-all of " + address.domain()))
                .orElseGet(
                        () -> new UnknownUser(address.domain() + " is ours, but has no account or alias of that name"));
    }

    /** RFC 5321 §4.5.1: every domain has a postmaster. With no account of the name the mail waits in a folder of that name. */
    private static Destination postmaster(Settings now, Address address) {
        Address home = Address.POSTMASTER.at(now.configuration().domains().getFirst());
        if (!address.domain().equals(home.domain())) {
            return new Others(List.of(home), "the postmaster of every domain is that of the first");
        }
        return new Mailbox(home, "RFC 5321 §4.5.1, a mailbox without an account");
    }

    /** The account of an address, whatever alias there is of that name. */
    Optional<Address> account(Address address) {
        Settings now = settings.get();
        return now.accounts()
                .find(address)
                .or(() -> now.accounts().find(address.withoutTag()))
                .map(Account::address);
    }

    private static Destination remote(Settings now, Address address) {
        String domain = address.domain();
        Map<String, Peer> peers = now.configuration().peers();
        if (peers.containsKey(domain)) {
            return new Destination.Peer(peers.get(domain), "[peers] \"" + domain + "\"");
        }
        for (var peer : peers.entrySet()) {
            String pattern = peer.getKey();
            if (pattern.startsWith("*.") && domain.endsWith(pattern.substring(1))) {
                return new Destination.Peer(peer.getValue(), "[peers] \"" + pattern + "\"");
            }
        }
        Optional<HostPort> zoned = now.zone().mx(domain);
        if (zoned.isPresent()) {
            return new Destination.Peer(Peer.at(zoned.get()), "the zone file");
        }
        return switch (now.configuration().relay().otherDomains()) {
            case OtherDomains.Refuse ignored ->
                new NoWay(
                        domain
                                + " is not ours, and neither [peers] nor the zone file knows it; [relay] otherwise = \"refuse\"");
            case OtherDomains.Smarthost smarthost -> new Destination.Peer(smarthost.peer(), "[relay] otherwise");
            case OtherDomains.Mx ignored
            when domain.startsWith("[") && address.literal().isEmpty() ->
                new NoWay(domain + " is no address of the Internet");
            case OtherDomains.Mx ignored -> new Destination.Exchangers(domain, "[relay] otherwise = \"mx\"");
        };
    }
}
