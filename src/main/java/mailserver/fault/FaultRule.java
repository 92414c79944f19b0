package mailserver.fault;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;
import mailserver.config.value.Network;

/**
 * When something goes wrong, and what.
 *
 * @param text    as somebody wrote it
 * @param verb    in lower case; {@code dot} is the end of a message, {@code connect} the greeting
 * @param client  only where the client is in this network
 * @param pattern only where an argument is so, without regard to case
 * @param times   so often, and then no more; {@link Integer#MAX_VALUE} for always
 * @param after   but not the first times
 */
public record FaultRule(
        String text,
        boolean pop3,
        String verb,
        Optional<Network> client,
        Optional<Pattern> pattern,
        FaultAction action,
        int times,
        int after) {
    /** The end of a message's data. */
    static final String DOT = "dot";

    static final String CONNECT = "connect";

    boolean concerns(boolean ofPop3, String what, InetAddress from) {
        return pop3 == ofPop3
                && verb.equals(what)
                && client.filter(network -> !network.contains(from)).isEmpty();
    }

    /** @param arguments what it may be about: one of them is enough */
    boolean fits(Collection<String> arguments) {
        return pattern.isEmpty()
                || arguments.stream().anyMatch(one -> pattern.get().matcher(one).matches());
    }
}
