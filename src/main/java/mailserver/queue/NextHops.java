package mailserver.queue;

import mailserver.mail.Address;

/** Knows the way to every recipient. Asked whenever one is due, so a change of the configuration counts at once. */
@FunctionalInterface
public interface NextHops {
    /** Answers at once: what takes time, such as DNS, is the delivery agent's. */
    NextHop hop(Address recipient);
}
