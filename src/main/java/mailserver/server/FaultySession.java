package mailserver.server;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import mailserver.fault.FaultBook;
import mailserver.fault.FaultyConnection;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.mail.MessageIds;
import mailserver.mail.ReversePath;
import mailserver.smtp.Reply;
import mailserver.smtp.StandardReplies;
import mailserver.smtp.server.Access;
import mailserver.smtp.server.Client;
import mailserver.smtp.server.MailHandler;
import mailserver.smtp.server.Session;
import mailserver.smtp.server.SmtpSettings;
import mailserver.wire.BareNewlines;
import mailserver.wire.Connection;
import mailserver.wire.Transcript;

/** One client of a server that takes everything and keeps nothing, and misbehaves by rules. */
public final class FaultySession {
    private static final SmtpSettings SETTINGS =
            new SmtpSettings("peer.invalid", 100L << 20, 10_000, 1000, Duration.ofMinutes(5), BareNewlines.NORMALIZE);

    private FaultySession() {}

    /** Speaks with a client until it leaves or is cut off. */
    public static void serve(Socket client, FaultBook book, MessageIds ids, Transcript transcript) throws IOException {
        var connection = new Connection(client);
        var faulty = new FaultyConnection(book, false, client.getInetAddress(), transcript);
        if (SessionFactory.admits(faulty, connection)) {
            new Session(
                            connection,
                            true,
                            new Access(Optional.empty(), false, Optional.empty()),
                            new FaultyMailHandler(new Nowhere(), book, faulty),
                            () -> SETTINGS,
                            ids,
                            InstantSource.system(),
                            transcript)
                    .run();
        }
    }

    private static final class Nowhere implements MailHandler {
        @Override
        public Reply sender(Client client, ReversePath sender) {
            return StandardReplies.SENDER_OK;
        }

        @Override
        public Reply recipient(Client client, Address recipient) {
            return StandardReplies.RECIPIENT_OK;
        }

        @Override
        public Reply verify(Client client, String whom) {
            return Reply.of(252, 1, 5, "everybody is here");
        }

        @Override
        public Reply turn(Client client, String domain, boolean below) {
            return Reply.of(251, 0, 0, "nothing waits here");
        }

        @Override
        public Incoming receive(Client client, Envelope envelope, String trace) {
            return new Incoming() {
                @Override
                public void write(byte[] octets, int offset, int length) {
                    // Nobody wants it.
                }

                @Override
                public void commit() {
                    // Nobody wants it.
                }

                @Override
                public void close() {
                    // Nothing is held.
                }
            };
        }
    }
}
