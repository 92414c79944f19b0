package mailserver.queue.files;

import java.io.IOException;

/** An envelope file that can't be read as one. The message says in which line and why. */
public class MalformedEntryException extends IOException {
    private static final long serialVersionUID = 1;

    public MalformedEntryException(int line, String why) {
        super("line " + line + ": " + why);
    }

    public MalformedEntryException(String why) {
        super(why);
    }
}
