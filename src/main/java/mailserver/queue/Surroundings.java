package mailserver.queue;

import java.time.InstantSource;
import mailserver.mail.MessageIds;

/** What the queue needs of the server around it. */
public record Surroundings(NextHops hops, Courier courier, Reporter reporter, Jitter jitter) {
    /** For a queue that doesn't run: nobody is asked the way, and nobody sent out. */
    static final Surroundings NONE =
            new Surroundings(recipient -> nothing(), new NoCourier(), noReporter(), Jitter.NONE);

    private static Reporter noReporter() {
        var clock = InstantSource.system();
        return new Reporter((envelope, message) -> nothing(), "localhost", new MessageIds(clock), clock);
    }

    private static <T> T nothing() {
        throw new IllegalStateException("this queue does not run");
    }

    private static final class NoCourier implements Courier {
        @Override
        public Trip setOut(Hop hop) {
            return nothing();
        }

        @Override
        public boolean answers(Hop hop) {
            return nothing();
        }
    }
}
