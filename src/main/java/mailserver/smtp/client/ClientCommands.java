package mailserver.smtp.client;

import mailserver.mail.Body;
import mailserver.mail.Envelope;
import mailserver.mail.Notify.Event;
import mailserver.mail.OriginalRecipient;
import mailserver.mail.Recipient;
import mailserver.smtp.client.connection.ClientExtensions;
import mailserver.smtp.client.message.OutgoingMessage;

/**
 * The commands of one transaction, with all that the peer offers to take.
 *
 * @param offers those that count: AUTH where we have logged in, REQUIRETLS where we know who the peer is
 * @param utf8     it goes with SMTPUTF8
 * @param deadline by when it is to be delivered
 */
record ClientCommands(
        Envelope envelope, OutgoingMessage message, ClientExtensions offers, boolean utf8, ClientDeadline deadline) {
    String mail() {
        var command = new StringBuilder("MAIL FROM:").append(envelope.sender());
        if (offers.size()) {
            command.append(" SIZE=").append(message.size().octets());
        }
        if (offers.eightBitMime() && isEightBit()) {
            command.append(" BODY=").append(Body.EIGHT_BIT.keyword());
        }
        if (utf8) {
            command.append(" SMTPUTF8");
        }
        if (offers.requireTls() && envelope.parameters().requireTls()) {
            command.append(" REQUIRETLS");
        }
        if (offers.priorities()) {
            // RFC 6710 §4.2: also where the sender said nothing.
            command.append(" MT-PRIORITY=")
                    .append(envelope.parameters().timing().priority());
        }
        deadline.parameter().ifPresent(by -> command.append(' ').append(by));
        if (!offers.auth().isEmpty()) {
            // RFC 4954 §5: we answer for nobody's name to the server that let us in by ours.
            command.append(" AUTH=<>");
        }
        if (offers.dsn()) {
            envelope.parameters()
                    .returned()
                    .ifPresent(what -> command.append(" RET=").append(what));
            envelope.parameters()
                    .envelopeId()
                    .ifPresent(id -> command.append(" ENVID=").append(id));
        }
        return command.toString();
    }

    /**
     * RFC 3461 §5.2.1 lets a relay add an ORCPT where the sender gave none. It would have to name the recipient as
     * the sender did, which an alias of ours may have changed since: so none is added.
     */
    String rcpt(Recipient recipient) {
        var command = new StringBuilder("RCPT TO:<").append(recipient.address()).append('>');
        if (offers.dsn()) {
            deadline.notices(recipient.notices())
                    .keywords()
                    .ifPresent(words -> command.append(" NOTIFY=").append(words));
            recipient
                    .original()
                    .map(this::written)
                    .ifPresent(who -> command.append(" ORCPT=").append(who));
        }
        return command.toString();
    }

    /** Whether nothing is left for us to tell of this recipient, should the peer take the message. */
    boolean reportsToo(Recipient recipient) {
        if (deadline.asked().isEmpty()) {
            return offers.dsn();
        }
        // Without DSN it is left to us to tell who wants to hear of success; to all others there is nothing to tell.
        return !deadline.tellsOfHop() && (offers.dsn() || !recipient.notices().wants(Event.SUCCESS));
    }

    private OriginalRecipient written(OriginalRecipient original) {
        return utf8 ? original : original.inAscii();
    }

    /**
     * The octets count, too, not only what the sender said of them: a peer with 8BITMIME shall know what comes (RFC
     * 6152 §3).
     */
    private boolean isEightBit() {
        return envelope.parameters().body() == Body.EIGHT_BIT
                || message.traits().eightBitBody();
    }
}
