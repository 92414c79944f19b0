package mailserver.queue;

import mailserver.mail.Address;

/** Knows the way to every recipient. Asked before each attempt, so a change of the configuration counts at once. */
@FunctionalInterface
public interface NextHops {
    /** May block, on DNS for example. */
    Hop hop(Address recipient);
}
