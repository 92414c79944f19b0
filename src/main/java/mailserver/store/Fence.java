package mailserver.store;

import java.io.IOException;

/**
 * Tells whether this process may still act on what is stored: take mail, pass it on, say {@code 250}. A lease that several
 * machines go by is over at some moment whether or not its holder has noticed, so it is asked just before each such act
 * (Gray and Cheriton, Leases, 1989; Burrows, Chubby, 2006, §2.4). Costs no more than a look at the monotonic clock.
 */
@FunctionalInterface
public interface Fence {
    /** Of a single server, whose files nobody else takes. */
    Fence NONE = () -> true;

    boolean holds();

    /**
     * The same for something that is begun now. It never holds again once it didn't: who lost a lease and got another one meanwhile
     * may have lost what it was at work on. To be asked for before the files are looked at.
     */
    default Fence sinceNow() {
        return this;
    }

    default void require() throws IOException {
        if (!holds()) {
            throw new IOException("this node has lost its lease, others may act in its place");
        }
    }
}
