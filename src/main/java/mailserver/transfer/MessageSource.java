package mailserver.transfer;

import java.io.IOException;
import mailserver.care.Progress;

/** Where messages come from. */
public interface MessageSource {
    /** Hands over all messages, one after the other, in their order there. */
    void read(Intake intake, Progress progress) throws IOException;

    /** Who takes them. */
    interface Intake {
        /** Whether what the source calls so has been taken before, in this run or another. */
        boolean knows(String name);

        /** Takes a message, unless it is there already. */
        void take(FoundMessage message) throws IOException;

        /** The same, and remembers what the source calls it. */
        void take(String name, FoundMessage message) throws IOException;

        /** A message can't be had. The others can. */
        void failed(String what);
    }
}
