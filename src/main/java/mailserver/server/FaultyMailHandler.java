package mailserver.server;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import mailserver.fault.FaultAction;
import mailserver.fault.FaultBook;
import mailserver.fault.FaultyConnection;
import mailserver.mail.Address;
import mailserver.mail.Envelope;
import mailserver.mail.ReversePath;
import mailserver.smtp.Reply;
import mailserver.smtp.server.Client;
import mailserver.smtp.server.MailHandler;
import mailserver.smtp.server.RefusedException;

/** Takes messages as the rules for faults say: what goes wrong at the end of a message has to go wrong before it is stored. */
record FaultyMailHandler(MailHandler handler, FaultBook book, FaultyConnection connection) implements MailHandler {
    @Override
    public Reply sender(Client client, ReversePath sender) {
        return handler.sender(client, sender);
    }

    @Override
    public Reply recipient(Client client, Address recipient) {
        return handler.recipient(client, recipient);
    }

    @Override
    public Reply verify(Client client, String whom) {
        return handler.verify(client, whom);
    }

    @Override
    public Reply turn(Client client, String domain, boolean below) {
        return handler.turn(client, domain, below);
    }

    @Override
    public void refused(Client client, Optional<String> id, Reply reply) {
        handler.refused(client, id, reply);
    }

    @Override
    public Incoming receive(Client client, Envelope envelope, String trace) throws IOException {
        Incoming incoming = handler.receive(client, envelope, trace);
        List<String> recipients =
                envelope.addresses().stream().map(Address::toString).toList();
        return new Incoming() {
            @Override
            public void write(byte[] octets, int offset, int length) throws IOException {
                incoming.write(octets, offset, length);
            }

            @Override
            public void commit() throws IOException {
                Optional<FaultAction> action = book.atDot(recipients, client.address());
                if (action.isPresent()) {
                    switch (action.get()) {
                        case FaultAction.Reply(String line) ->
                            throw new RefusedException(
                                    Reply.parse(List.of(line)).orElseThrow());
                        case FaultAction.DiskFull full -> throw new IOException("no space left on device, on purpose");
                        case FaultAction.Delay delay -> connection.willFail(delay);
                        case FaultAction.Slow slow -> connection.willFail(slow);
                        case FaultAction.Drop drop -> connection.willFail(drop);
                        case FaultAction.Garble garble -> connection.willFail(garble);
                        case FaultAction.BreakTls tls -> {
                            // There is no handshake here.
                        }
                    }
                }
                incoming.commit();
            }

            @Override
            public void close() {
                incoming.close();
            }
        };
    }
}
