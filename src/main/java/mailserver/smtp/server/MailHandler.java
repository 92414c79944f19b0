package mailserver.smtp.server;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.mail.ReversePath;
import mailserver.smtp.Reply;
import mailserver.wire.OctetSink;

/** What a session asks of the server behind it. The answer of each question is the reply that the client gets. */
public interface MailHandler {
    /** May this client send in this name? */
    Reply sender(Client client, ReversePath sender);

    /** Do we take mail for this recipient from this client? */
    Reply recipient(Client client, Address recipient);

    /** What to tell somebody who asks whether an address is good. */
    Reply verify(Client client, String whom);

    /**
     * Sends what waits for a domain (RFC 1985).
     *
     * @param below for it and for all domains below it
     */
    Reply turn(Client client, String domain, boolean below);

    /** Hears that a client did not get what it asked for. */
    default void refused(Client client, Optional<String> id, Reply reply) {}

    /**
     * Begins to take a message.
     *
     * @param trace the lines to write on top of it
     * @throws IOException when it can't be written now
     */
    Incoming receive(Client client, Envelope envelope, String trace) throws IOException;

    /** A message that comes in. Closed without {@link #commit()}, it never was. */
    interface Incoming extends OctetSink, Closeable {
        /** Delivers: when this returns every copy is on disk, and when it throws none is. */
        void commit() throws IOException;

        @Override
        void close();
    }
}
