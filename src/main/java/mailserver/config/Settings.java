package mailserver.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mailserver.mail.Address;

/** All that an administrator wrote, read together and checked against each other; one immutable value. */
public record Settings(Configuration configuration, Accounts accounts, Aliases aliases, Zone zone) {
    private static final Path CONFIGURATION = Path.of("etc", "mailserver.toml");

    /** Reads the four files; the faults of all of them come together. */
    public static Settings load(ServerFiles files) throws ConfigurationException {
        Faults faults = new Faults();
        Configuration configuration = ConfigurationReader.read(files.configuration(), faults);
        boolean domainsKnown = faults.isEmpty();
        Accounts accounts = Accounts.read(files.accounts(), faults);
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

    /** What works but should not stay so. */
    public List<Fault> warnings() {
        List<Fault> warnings = new ArrayList<>(accounts.warnings());
        configuration.trust().networks().stream()
                .filter(network -> network.prefix() == 0)
                .forEach(network -> warnings.add(new Fault(
                        CONFIGURATION,
                        0,
                        "trust.networks: " + network + " lets the whole world send mail through here")));
        Address postmaster = new Address("postmaster", configuration.domains().getFirst());
        if (accounts.find(postmaster).isEmpty()
                && aliases.targets(postmaster).isEmpty()
                && aliases.catchAll(postmaster.domain()).isEmpty()) {
            warnings.add(new Fault(
                    CONFIGURATION, 0, postmaster + " is neither account nor alias; RFC 5321 §4.5.1 asks for it"));
        }
        return List.copyOf(warnings);
    }
}
