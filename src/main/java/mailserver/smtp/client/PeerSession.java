package mailserver.smtp.client;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import mailserver.mail.Envelope;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.client.connection.ClientConnection;
import mailserver.smtp.client.connection.ClientFailure;
import mailserver.smtp.client.connection.ClientHandshake;
import mailserver.smtp.client.connection.LostReplyException;
import mailserver.smtp.client.connection.RequiredTls;
import mailserver.smtp.client.connection.StaleSessionException;

/**
 * A connection to a peer over which one message after the other goes (RFC 5321 §3.3), for one thread.
 *
 * <p>Whatever the peer does, there is an outcome for every recipient and no exception. Where it is unclear whether the peer took
 * the message, it is deferred: at least once, not at most.
 */
public final class PeerSession implements Closeable {
    private static final int SERVICE_CLOSES = 421;

    private final ClientHandshake linker;
    private ClientConnection link;
    private boolean open = true;

    PeerSession(ClientHandshake linker, ClientConnection link) {
        this.linker = linker;
        this.link = link;
    }

    /** Whether another message can go this way. */
    public boolean isOpen() {
        return open && link.session().admitsMore();
    }

    /**
     * Tries to deliver one message, once.
     *
     * @param eml the stored message, with LF line ends; a Return-Path on top is left out
     */
    public DeliveryResult deliver(Envelope envelope, Path eml) {
        if (envelope.recipients().isEmpty()) {
            return new DeliveryResult(Map.of());
        }
        var delivery = new ClientDelivery(envelope, eml);
        Optional<RecipientOutcome> obstacle =
                RequiredTls.obstacle(envelope, link.way().peer());
        if (obstacle.isPresent()) {
            return delivery.end(obstacle.get());
        }
        DeliveryResult done = attempt(delivery);
        open &= done.outcomes().values().stream().noneMatch(PeerSession::closes);
        return done;
    }

    private DeliveryResult attempt(ClientDelivery delivery) {
        try {
            try {
                return delivery.over(link.session());
            } catch (StaleSessionException e) {
                if (delivery.isBegun()) {
                    throw e;
                }
                // The message has met nothing yet.
                link.abandon();
                link = linker.link(link.way());
                return delivery.over(link.session());
            }
        } catch (StaleSessionException e) {
            return e.reply()
                    .map(reply -> delivery.end(RecipientOutcome.deferred("RSET", reply)))
                    .orElseGet(() -> broken(delivery, e));
        } catch (ChunkingException e) {
            return withoutChunking(delivery);
        } catch (ClientFailure e) {
            return delivery.end(e.outcome());
        } catch (IOException e) {
            return broken(delivery, e);
        }
    }

    /** Not with RSET and DATA on the same connection: an answer there could belong to anything. */
    private DeliveryResult withoutChunking(ClientDelivery delivery) {
        link.abandon();
        try {
            link = linker.link(link.way().withoutChunking());
            return delivery.over(link.session());
        } catch (ClientFailure e) {
            return delivery.end(e.outcome());
        } catch (IOException e) {
            return broken(delivery, e);
        }
    }

    private DeliveryResult broken(ClientDelivery delivery, IOException e) {
        open = false;
        link.abandon();
        RecipientOutcome rest = RecipientOutcome.deferred(e.getMessage());
        return e instanceof LostReplyException ? delivery.endUnclear(rest) : delivery.end(rest);
    }

    /** RFC 5321 §3.8. */
    private static boolean closes(RecipientOutcome outcome) {
        return outcome instanceof RecipientOutcome.Deferred deferred
                && deferred.reply()
                        .filter(reply -> reply.code() == SERVICE_CLOSES)
                        .isPresent();
    }

    /** Says goodbye. */
    @Override
    public void close() {
        link.quit();
    }
}
