package mailserver.queue;

import mailserver.mail.Address;

/** Which messages somebody means. */
public sealed interface Selection {
    record Id(String id) implements Selection {}

    record All() implements Selection {}

    /** Those that still wait for somebody in this domain. */
    record To(String domain) implements Selection {}

    /** The same for this domain and all below it. */
    record Below(String domain) implements Selection {}

    record From(Address sender) implements Selection {}

    /** The null path's: reports. */
    record FromNobody() implements Selection {}
}
