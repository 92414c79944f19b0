package mailserver.queue.delivery;

import java.io.Closeable;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.queue.NextHop;
import mailserver.smtp.RecipientOutcome;

/** Goes to next hops, with one message after the other. Whatever the network does is told, never thrown. */
public interface DeliveryAgent {
    /** Sets out for a hop. May take minutes. */
    ConnectResult connect(NextHop hop);

    /** Whether the hop looks as if it took mail again: a cheap question, which costs the hop next to nothing. */
    boolean answers(NextHop hop);

    /** How it went. */
    sealed interface ConnectResult {
        record Connected(HopConnection connection) implements ConnectResult {}

        /**
         * No mail can be brought to this hop, whatever the message.
         *
         * @param outcome what this means for a message
         * @param secured the same for one that must not go without TLS (RFC 8689 §4.2.1)
         * @param greeted somebody there greeted as if mail was welcome; so that {@link #answers} would tell nothing new
         * @param tried   the addresses where the hop should have been
         */
        record Failed(RecipientOutcome outcome, RecipientOutcome secured, boolean greeted, Set<InetAddress> tried)
                implements ConnectResult {
            public Failed(RecipientOutcome outcome, boolean greeted, Set<InetAddress> tried) {
                this(outcome, outcome, greeted, tried);
            }

            RecipientOutcome meaning(Envelope envelope) {
                return envelope.requiresTls() ? secured : outcome;
            }
        }
    }

    /** An open way to a hop, for one thread. */
    interface HopConnection extends Closeable {
        /** Brings one message, in one transaction for all the envelope's recipients. One without an outcome is deferred. */
        Map<Address, RecipientOutcome> deliver(Envelope envelope, Path eml);

        /** Whether another message can go this way. */
        boolean isOpen();

        /** Whether the hop may have the last message for those for whom it was deferred: its answer got lost. */
        default boolean mayHaveIt() {
            return false;
        }

        @Override
        void close();
    }
}
