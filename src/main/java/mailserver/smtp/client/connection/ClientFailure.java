package mailserver.smtp.client.connection;

import mailserver.smtp.RecipientOutcome;

/**
 * Ends an attempt with one outcome for every recipient that has none yet, while the dialogue is still in step, so that a
 * QUIT makes sense. An {@link java.io.IOException} is for the dialogue that isn't.
 */
public final class ClientFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient RecipientOutcome outcome;
    private final boolean forTls;

    public ClientFailure(RecipientOutcome outcome) {
        this(outcome, false);
    }

    private ClientFailure(RecipientOutcome outcome, boolean forTls) {
        // Control flow, not a fault: no stack.
        super(outcome.toString(), null, false, false);
        this.outcome = outcome;
        this.forTls = forTls;
    }

    /** The peer can do no TLS, which it would take. */
    static ClientFailure withoutTls(String why) {
        return new ClientFailure(RecipientOutcome.deferred(why), true);
    }

    public boolean isForTls() {
        return forTls;
    }

    public RecipientOutcome outcome() {
        return outcome;
    }
}
