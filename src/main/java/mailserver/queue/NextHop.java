package mailserver.queue;

import java.util.Optional;
import mailserver.config.value.HostPort;
import mailserver.config.value.Peer;
import mailserver.mail.Address;
import mailserver.smtp.Reply;
import mailserver.wire.text.IpText;

/** Where a message goes next for one recipient. */
public sealed interface NextHop {
    int SMTP_PORT = 25;

    /** Whether a network lies between, and another server that may be down. */
    default boolean isElsewhere() {
        return switch (this) {
            case To to -> true;
            case Exchangers exchangers -> true;
            case Local local -> false;
            case None none -> false;
        };
    }

    /** For people. */
    default String inWords() {
        return switch (this) {
            case To(Peer peer) -> peer.place().toString();
            case Exchangers(String domain) -> "the mail exchangers of " + domain;
            case Local local -> "this server";
            case None none -> "nowhere, there is no way";
        };
    }

    /** Its host and port; of mail exchangers, of which it will be one or another, the domain. */
    default Optional<HostPort> place() {
        return switch (this) {
            case To(Peer peer) -> Optional.of(peer.place());
            // This has a place in the envelope file, and so none in brackets.
            case Exchangers(String domain) -> Optional.of(new HostPort(hostOf(domain), SMTP_PORT));
            case Local local -> Optional.empty();
            case None none -> Optional.empty();
        };
    }

    /** To this peer. */
    record To(Peer peer) implements NextHop {}

    /** To whatever servers DNS names for this domain, which may be an address literal. */
    record Exchangers(String domain) implements NextHop {}

    /** Nowhere else: its sender had it wait here, or the domain has become one of ours since. */
    record Local() implements NextHop {}

    /** There is no way: for good where the reply is a 5xx such as 550 5.1.2, for now where it is a 4xx. */
    record None(Reply whyNot) implements NextHop {}

    private static String hostOf(String domain) {
        return Address.POSTMASTER.at(domain).literal().map(IpText::of).orElse(domain);
    }
}
