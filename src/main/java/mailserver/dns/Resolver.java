package mailserver.dns;

import org.xbill.DNS.Name;

/** Answers questions about names. */
@FunctionalInterface
interface Resolver {
    /**
     * @param type a constant of {@link org.xbill.DNS.Type}
     * @param left nobody is waited for longer than this
     */
    Answer ask(Name name, int type, TimeToLive left);
}
