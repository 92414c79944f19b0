package mailserver.queue.files;

/** An envelope whose message is not beside it: not yet, perhaps, where somebody is copying both. */
public final class MissingTextException extends MalformedEntryException {
    private static final long serialVersionUID = 1;

    MissingTextException(String file) {
        super("its text " + file + " is missing");
    }
}
