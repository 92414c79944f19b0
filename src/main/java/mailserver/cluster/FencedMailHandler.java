package mailserver.cluster;

import java.io.IOException;
import java.util.Optional;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.mail.ReversePath;
import mailserver.smtp.Reply;
import mailserver.smtp.server.Client;
import mailserver.smtp.server.MailHandler;
import mailserver.smtp.server.RefusedException;
import mailserver.store.Fence;

/** Agrees to nothing without a lease. The end of a message has its own look at the fence, where it is stored. */
public record FencedMailHandler(MailHandler handler, Fence fence) implements MailHandler {
    private static final Reply NO_LEASE = Reply.of(451, 3, 0, "this node has lost its lease, try again");

    @Override
    public Reply sender(Client client, ReversePath sender) {
        return fence.holds() ? handler.sender(client, sender) : NO_LEASE;
    }

    @Override
    public Reply recipient(Client client, Address recipient) {
        return fence.holds() ? handler.recipient(client, recipient) : NO_LEASE;
    }

    @Override
    public Reply verify(Client client, String whom) {
        return fence.holds() ? handler.verify(client, whom) : NO_LEASE;
    }

    @Override
    public Reply turn(Client client, String domain, boolean below) {
        return fence.holds() ? handler.turn(client, domain, below) : NO_LEASE;
    }

    @Override
    public void refused(Client client, Optional<String> id, Reply reply) {
        handler.refused(client, id, reply);
    }

    @Override
    public Incoming receive(Client client, Envelope envelope, String trace) throws IOException {
        Fence ours = fence.sinceNow();
        ours.require();
        return new Fenced(handler.receive(client, envelope, trace), ours);
    }

    private record Fenced(Incoming incoming, Fence fence) implements Incoming {
        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            incoming.write(octets, offset, length);
        }

        @Override
        public void commit() throws IOException {
            try {
                incoming.commit();
            } catch (IOException e) {
                // It is not the disk that is in trouble.
                throw fence.holds() ? e : new RefusedException(NO_LEASE);
            }
        }

        @Override
        public void close() {
            incoming.close();
        }
    }
}
