package mailserver.smtp.client.connection;

import java.util.Optional;
import mailserver.config.value.Peer;
import mailserver.mail.Envelope;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.Reply;

/**
 * What REQUIRETLS asks of the way that a message takes (RFC 8689 §4.2.1): TLS, with a server whose certificate is verified and
 * that promises the same for the rest of the way. What can't go like that comes back to its sender.
 *
 * <p>A peer is verified by the pin or the authority that {@code [peers]} has for it. {@code tls = "require"} alone is not enough,
 * for it encrypts for whoever answers. The authorities that the system trusts are not asked by themselves: hardly a host on a
 * LAN has a certificate of theirs, and they vouch for a name, which is worth nothing where that name came out of a DNS without
 * DNSSEC (§4.2.1 item 2). Who wants them names their file as the peer's authority. There is no exception for the loopback: the
 * server behind it may be the way to anywhere.
 *
 * <p>The opposite, a header field {@code TLS-Required: No} (§3), lifts what a recipient's domain publishes on TLS with it, and no
 * such publication is followed here. So it changes nothing: with {@code tls = "try"} any mail goes in the clear where it must,
 * and {@code "require"}, a pin, an authority, or a password to be kept is no wish of the recipient's but our administrator's, over
 * whom the author of a message has no say. The header goes on with the message, to servers that do follow them.
 */
public final class RequiredTls {
    private RequiredTls() {}

    /** Why a message can't go to this peer, whatever the peer offers. */
    public static Optional<RecipientOutcome> obstacle(Envelope envelope, Peer peer) {
        return envelope.requiresTls() && !peer.tls().verifies()
                ? Optional.of(needed("nothing here tells whether " + peer.place()
                        + " is the server it should be; a pin or an authority in [peers] would"))
                : Optional.empty();
    }

    /** @throws ClientFailure when a message needs more than the peer promises */
    public static void requirePromise(Envelope envelope, ClientExtensions offers) throws ClientFailure {
        if (envelope.requiresTls() && !offers.requireTls()) {
            throw new ClientFailure(new RecipientOutcome.Unfit(
                    Reply.of(550, 7, 30, "REQUIRETLS support required, and the next server doesn't offer it")));
        }
    }

    /** What it means for such a message that a peer can do no TLS, or not such as it should, and will be no other tomorrow. */
    public static RecipientOutcome needed(String why) {
        return new RecipientOutcome.Unfit(Reply.of(550, 7, 10, "encryption needed: " + why));
    }
}
