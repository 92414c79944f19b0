package mailserver.smtp;

/**
 * Ends an attempt with one outcome for every recipient that has none yet, while the dialogue is still in step, so that a
 * QUIT makes sense. An {@link java.io.IOException} is for the dialogue that isn't.
 */
final class ClientFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Outcome outcome;

    ClientFailure(Outcome outcome) {
        // Control flow, not a fault: no stack.
        super(outcome.toString(), null, false, false);
        this.outcome = outcome;
    }

    Outcome outcome() {
        return outcome;
    }
}
