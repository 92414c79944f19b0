package mailserver.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import mailserver.account.Accounts;
import mailserver.account.Aliases;
import mailserver.config.file.ConfigurationException;
import mailserver.config.file.Fault;
import mailserver.config.file.Faults;
import mailserver.config.file.NameSyntax;
import mailserver.config.value.PeerLogin;
import mailserver.config.value.Pop3Capability;
import mailserver.mail.Address;

/** All that an administrator wrote, read together and checked against each other; one immutable value. */
public record Settings(Configuration configuration, Accounts accounts, Aliases aliases, Zone zone) {
    /** Reads the four files; the faults of all of them come together. */
    public static Settings load(ServerFiles files) throws ConfigurationException {
        return load(files, faults -> Accounts.read(files.accounts(), faults));
    }

    /** The same with accounts that may not be written yet. */
    public static Settings load(ServerFiles files, Accounts accounts) throws ConfigurationException {
        return load(files, faults -> accounts);
    }

    private static Settings load(ServerFiles files, Function<Faults, Accounts> people) throws ConfigurationException {
        Faults faults = new Faults();
        Configuration configuration = ConfigurationReader.read(files.configuration(), faults);
        boolean domainsKnown = faults.isEmpty();
        Accounts accounts = people.apply(faults);
        // A fault in the configuration may have cost us a domain: what isn't local then may be so once it is mended.
        Aliases aliases = domainsKnown ? Aliases.read(files.aliases(), configuration.domains(), faults) : Aliases.EMPTY;
        Zone zone = configuration
                .relay()
                .zoneFile()
                .map(file -> Zone.read(file, faults))
                .orElse(Zone.EMPTY);
        Settings settings = new Settings(configuration, accounts, aliases, zone);
        if (domainsKnown) {
            new CrossCheck(settings, files).run(faults);
        }
        faults.throwIfAny();
        return settings;
    }

    /** Whether mail for this domain, in lower case, is kept here. */
    public boolean isLocal(String domain) {
        return configuration.domains().contains(domain)
                || accounts.isEverybody() && !domain.isEmpty() && !NameSyntax.isTaken(domain);
    }

    /** The same with other aliases, which may not be written yet. */
    public Settings with(Aliases others) {
        return new Settings(configuration, accounts, others, zone);
    }

    /** Finds what is wrong with the files only when they are seen together. */
    public void check(ServerFiles files) throws ConfigurationException {
        Faults faults = new Faults();
        new CrossCheck(this, files).run(faults);
        faults.throwIfAny();
    }

    /** Whether an alias may lead there: to an account or an alias of ours, or to another server. */
    public boolean canLeadTo(Address target) {
        return !hasDomainOf(target) || isAccount(target) || next(target).isPresent();
    }

    boolean hasDomainOf(Address address) {
        return configuration.domains().contains(address.domain());
    }

    boolean isAccount(Address address) {
        return accounts.find(address).isPresent()
                || accounts.find(address.withoutTag()).isPresent();
    }

    /** Where an alias or a catch-all leads on to. */
    Optional<List<Address>> next(Address address) {
        return aliases.targets(address)
                .or(() -> aliases.targets(address.withoutTag()))
                .or(() -> aliases.catchAll(address.domain()));
    }

    /** What works but should not stay so, in the files that these settings were read from. */
    public List<Fault> warnings(ServerFiles files) {
        List<Fault> warnings = new ArrayList<>(accounts.warnings());
        configuration.trust().networks().stream()
                .filter(network -> network.prefix() == 0)
                .forEach(network -> warnings.add(new Fault(
                        files.configuration(),
                        0,
                        "trust.networks: " + network + " lets the whole world send mail through here")));
        if (!configuration.pop3Extensions().has(Pop3Capability.USER)) {
            warnings.add(new Fault(files.configuration(), 0, "pop3.without: nobody can log in without \"USER\""));
        }
        configuration.retention().mailboxes().keySet().stream()
                .filter(mailbox ->
                        Address.parse(mailbox).flatMap(accounts::find).isEmpty())
                .sorted()
                .forEach(mailbox -> warnings.add(
                        new Fault(files.configuration(), 0, "retention.mailboxes: there is no account " + mailbox)));
        configuration.everyPeer().stream()
                .flatMap(peer -> peer.login().stream())
                .filter(PeerLogin::isOpenToAll)
                .map(PeerLogin::passwordFile)
                .distinct()
                .forEach(file -> warnings.add(
                        new Fault(file, 0, "everybody on this machine can read the password; chmod 600 it")));
        Address postmaster = new Address("postmaster", configuration.domains().getFirst());
        if (accounts.find(postmaster).isEmpty()
                && aliases.targets(postmaster).isEmpty()
                && aliases.catchAll(postmaster.domain()).isEmpty()) {
            warnings.add(new Fault(
                    files.configuration(),
                    0,
                    postmaster + " is neither account nor alias; RFC 5321 §4.5.1 asks for it"));
        }
        return List.copyOf(warnings);
    }
}
