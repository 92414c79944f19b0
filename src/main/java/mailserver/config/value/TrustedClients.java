package mailserver.config.value;

import java.net.InetAddress;
import java.util.List;

/** Which clients may relay without a login, and who may send a password in the clear. */
public record TrustedClients(List<Network> networks, PlaintextPasswords plaintextPasswords) {
    public TrustedClients {
        networks = List.copyOf(networks);
    }

    public boolean trusts(InetAddress client) {
        return networks.stream().anyMatch(network -> network.contains(client));
    }

    /** Whether this client may send a password without TLS. */
    public boolean allowsPlaintextPassword(InetAddress client) {
        return switch (plaintextPasswords) {
            case NEVER -> false;
            case TRUSTED -> trusts(client);
            case ALWAYS -> true;
        };
    }
}
