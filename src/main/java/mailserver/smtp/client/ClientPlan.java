package mailserver.smtp.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailserver.mail.Address;
import mailserver.mail.Body;
import mailserver.mail.Envelope;
import mailserver.mail.Recipient;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.Reply;
import mailserver.smtp.client.connection.ClientExtensions;
import mailserver.smtp.client.connection.ClientFailure;
import mailserver.smtp.client.connection.RequiredTls;
import mailserver.smtp.client.message.OutgoingMessage;

/**
 * How a message can go to a peer that may offer less than it needs: in which form, and to whom (RFC 6152 §3, RFC 6531
 * §3.2).
 */
final class ClientPlan {
    private final Envelope envelope;
    private final ClientExtensions offers;
    private final OutgoingMessage message;
    private final boolean utf8Header;

    private ClientPlan(Envelope envelope, ClientExtensions offers, OutgoingMessage message, boolean utf8Header) {
        this.envelope = envelope;
        this.offers = offers;
        this.message = message;
        this.utf8Header = utf8Header;
    }

    /** @throws ClientFailure when this peer can't have the message at all */
    static ClientPlan of(Envelope envelope, Path file, ClientExtensions offers, Instant now)
            throws IOException, ClientFailure {
        RequiredTls.requirePromise(envelope, offers);
        Optional<Reply> tooLate =
                ClientDeadline.obstacle(envelope.parameters().timing().deliverBy(), offers, now);
        if (tooLate.isPresent()) {
            throw new ClientFailure(new RecipientOutcome.Unfit(tooLate.get()));
        }
        OutgoingMessage stored = OutgoingMessage.asStored(file);
        // Raw octets in the header of a message whose sender did not say SMTPUTF8 may be UTF-8 or anything: programs
        // have written them so for decades, and nearly every server has passed them on. We do, too, as Postfix does,
        // and claim nothing of them.
        boolean utf8Header = envelope.parameters().utf8() && stored.traits().eightBitHeader();
        if (!offers.smtpUtf8()) {
            requireAscii(envelope, utf8Header);
        }
        OutgoingMessage message = fitting(stored, envelope, offers);
        requireSize(message.size().octets(), offers);
        return new ClientPlan(envelope, offers, message, utf8Header);
    }

    /** RFC 6531 §3.2: to a peer without SMTPUTF8 such mail is not sent. */
    private static void requireAscii(Envelope envelope, boolean utf8Header) throws ClientFailure {
        if (envelope.sender().address().filter(Address::needsUtf8).isPresent()) {
            throw refused(550, 6, 7, "the next server takes no addresses beyond ASCII, such as the sender's");
        }
        if (utf8Header) {
            throw refused(550, 6, 9, "the message has header fields in UTF-8, which the next server does not take");
        }
    }

    private static OutgoingMessage fitting(OutgoingMessage stored, Envelope envelope, ClientExtensions offers)
            throws IOException, ClientFailure {
        // Who offers SMTPUTF8 takes eight bits, whether or not it says so (RFC 6531 §3.1).
        boolean takesEightBits = offers.eightBitMime() || offers.smtpUtf8();
        if (takesEightBits || !stored.traits().eightBitBody() || !isLabelled(stored, envelope)) {
            return stored;
        }
        // RFC 6152 §3: converted or returned. What is signed or encrypted may not be changed on its way, not even in
        // its encoding (RFC 1847 §2.1): its sender, who hears of it, can make it anew; a broken signature nobody can
        // mend.
        return stored.inSevenBits()
                .orElseThrow(() -> refused(
                        550, 6, 3, "the next server takes 7 bits only, and a part of the message can't be converted"));
    }

    /**
     * Where nothing in a message tells what its octets are, a rewritten body would need a label that we would have to
     * guess. The programs that send such mail, a class room's, are the ones whose readers look at raw text: it goes
     * to them as it came.
     */
    private static boolean isLabelled(OutgoingMessage stored, Envelope envelope) {
        return stored.traits().mime() || envelope.parameters().body() != Body.SEVEN_BIT;
    }

    /** RFC 1870 §6.1: what the peer says it can't take is not sent. The words are ours. */
    private static void requireSize(long size, ClientExtensions offers) throws ClientFailure {
        if (offers.sizeLimit().isPresent() && offers.sizeLimit().getAsLong() < size) {
            String limit = offers.sizeLimit().getAsLong() + " at most";
            throw refused(552, 3, 4, "the message has " + size + " octets, and the next server takes " + limit);
        }
    }

    private static ClientFailure refused(int code, int subject, int detail, String why) {
        return new ClientFailure(new RecipientOutcome.Unfit(Reply.of(code, subject, detail, why)));
    }

    OutgoingMessage message() {
        return message;
    }

    /** Why this recipient can't be named to the peer, although others can. */
    Optional<Reply> obstacle(Recipient recipient) {
        return recipient.address().needsUtf8() && !offers.smtpUtf8()
                ? Optional.of(Reply.of(550, 6, 7, "the next server takes no addresses beyond ASCII"))
                : Optional.empty();
    }

    /**
     * What to say in a transaction for these recipients.
     *
     * @param now when that is
     */
    ClientCommands commands(List<Recipient> recipients, Instant now) {
        // RFC 6531 §3.4: only where it is needed, since the servers behind this one may not have it.
        boolean utf8 = utf8Header
                || envelope.sender().address().filter(Address::needsUtf8).isPresent()
                || recipients.stream().map(Recipient::address).anyMatch(Address::needsUtf8);
        var deadline = ClientDeadline.of(envelope.parameters().timing().deliverBy(), offers, now);
        return new ClientCommands(envelope, message, offers, utf8, deadline);
    }
}
