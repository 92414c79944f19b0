package mailserver.queue;

import java.util.Optional;
import mailserver.config.HostPort;
import mailserver.config.Peer;
import mailserver.smtp.Reply;

/** Where a message goes next for one recipient. */
public sealed interface Hop {
    /** Whether a network lies between, and another server that may be down. */
    default boolean isElsewhere() {
        return switch (this) {
            case To to -> true;
            case Local local -> false;
            case None none -> false;
        };
    }

    /** For people. */
    default String inWords() {
        return switch (this) {
            case To(Peer peer) -> peer.place().toString();
            case Local local -> "this server";
            case None none -> "nowhere, there is no way";
        };
    }

    /** Its host and port, where it has just one. */
    default Optional<HostPort> place() {
        return switch (this) {
            case To(Peer peer) -> Optional.of(peer.place());
            case Local local -> Optional.empty();
            case None none -> Optional.empty();
        };
    }

    /** To this peer. */
    record To(Peer peer) implements Hop {}

    /** Nowhere else: its sender had it wait here, or the domain has become one of ours since. */
    record Local() implements Hop {}

    /** There is no way: for good where the reply is a 5xx such as 550 5.1.2, for now where it is a 4xx. */
    record None(Reply whyNot) implements Hop {}
}
