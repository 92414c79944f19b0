package mailserver.smtp.client.connection;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import mailserver.smtp.RecipientOutcome;
import mailserver.smtp.Reply;

/** A connection to a peer that has said what it offers. Transactions follow each other on it (RFC 5321 §3.3). */
public final class ClientSession {
    private static final String RSET = "RSET";

    private final ClientDialogue dialogue;
    private final ClientTimeouts timeouts;
    private final ClientExtensions offers;
    private final ClientLimits limits;
    private final InstantSource clock;
    private final Set<String> domains = new HashSet<>();
    private int transactions;
    /** RSET has been sent, and its reply not been read. */
    private boolean resetting;

    ClientSession(ClientDialogue dialogue, ClientTimeouts timeouts, ClientExtensions offers, InstantSource clock) {
        this.dialogue = dialogue;
        this.timeouts = timeouts;
        this.offers = offers;
        this.limits = offers.limits();
        this.clock = clock;
    }

    public ClientDialogue dialogue() {
        return dialogue;
    }

    public ClientTimeouts timeouts() {
        return timeouts;
    }

    public ClientExtensions offers() {
        return offers;
    }

    public ClientLimits limits() {
        return limits;
    }

    public Instant now() {
        return clock.instant();
    }

    /** False when recipients of one more domain are too many for this connection (RFC 9422 §4.3). */
    public boolean admits(String domain) {
        return domains.contains(domain) || domains.size() < limits.rcptDomainMax() && domains.add(domain);
    }

    /** Whether another message can follow. Where recipients' domains are counted, each message gets a connection of its own. */
    public boolean admitsMore() {
        return transactions < limits.mailMax() && limits.rcptDomainMax() == Integer.MAX_VALUE;
    }

    /**
     * To be called before each transaction. The one before may have ended anywhere, and is forgotten; where commands may go ahead
     * of replies (RFC 2920), so does the next MAIL, and {@link #awaitReset()} is to be called before its reply is read.
     *
     * @throws StaleSessionException when the connection is of no more use
     */
    public void beginTransaction() throws IOException, ClientFailure {
        if (transactions == limits.mailMax()) {
            // RFC 9422 §4.1.
            throw new ClientFailure(RecipientOutcome.deferred(
                    "the next server takes only " + limits.mailMax() + " transactions on one connection"));
        }
        if (transactions > 0) {
            try {
                dialogue.send(RSET);
            } catch (IOException e) {
                throw new StaleSessionException(e);
            }
            resetting = true;
            if (!offers.pipelining()) {
                awaitReset();
            }
        }
        transactions++;
    }

    /** @throws StaleSessionException when the connection is of no more use */
    public void awaitReset() throws StaleSessionException {
        if (!resetting) {
            return;
        }
        resetting = false;
        Reply reply;
        try {
            reply = dialogue.reply(RSET, timeouts.mail());
        } catch (IOException e) {
            throw new StaleSessionException(e);
        }
        if (!reply.isSuccess()) {
            throw new StaleSessionException(reply);
        }
    }
}
