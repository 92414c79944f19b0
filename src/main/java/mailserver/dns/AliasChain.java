package mailserver.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * How far a question has been followed from alias to alias, and what a reply adds. The reply may hold the rest of the chain, a
 * part of it, or no more than its next name.
 *
 * @param name    where it has come to
 * @param aliases how many names led there
 * @param life    how long all of those live
 */
record AliasChain(Name name, int type, int aliases, Duration life) {
    /** Enough for everybody, and soon at its end for who leads round in a circle. */
    private static final int MOST_ALIASES = 8;

    private static final Duration LONGEST = Duration.ofHours(1);

    /** What does not exist may be put right by somebody who waits for it. */
    private static final Duration LONGEST_ABSENT = Duration.ofMinutes(5);

    sealed interface Step {
        record End(Answer answer) implements Step {}

        /** To be asked again, under another name. */
        record On(AliasChain chain) implements Step {}
    }

    AliasChain(Name name, int type) {
        this(name, type, 0, LONGEST);
    }

    Step read(Message reply) {
        Header header = reply.getHeader();
        // In an update (RFC 2136) records may be empty, and dnsjava has another class for those.
        if (!header.getFlag(Flags.QR) || header.getOpcode() != Opcode.QUERY) {
            return failed("sends what is no answer");
        }
        int code = reply.getRcode();
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
            return failed("says " + Rcode.string(code));
        }
        AliasChain end = this;
        Optional<CNAMERecord> alias;
        List<Record> found;
        while ((found = end.records(reply, type)).isEmpty() && (alias = end.alias(reply)).isPresent()) {
            if (end.aliases == MOST_ALIASES) {
                return failed("leads from one alias to the next, and has no end: " + name);
            }
            end = end.by(alias.get());
        }
        if (!found.isEmpty()) {
            Duration life = found.stream().map(AliasChain::ttl).reduce(end.life, AliasChain::shorter);
            return new Step.End(new Answer.Found(end.name, found, life));
        }
        return end.withoutRecords(reply, end != this);
    }

    private Step withoutRecords(Message reply, boolean gotOn) {
        Optional<SOARecord> zone = reply.getSection(Section.AUTHORITY).stream()
                .filter(SOARecord.class::isInstance)
                .map(SOARecord.class::cast)
                .findFirst();
        if (reply.getRcode() == Rcode.NXDOMAIN) {
            return new Step.End(new Answer.NoSuchName(absence(zone)));
        }
        if (zone.isEmpty() && gotOn) {
            return new Step.On(this);
        }
        if (zone.isEmpty() && isLame(reply)) {
            return failed("does not know " + name + ", and asks nobody who does");
        }
        return new Step.End(new Answer.NoRecords(name, absence(zone)));
    }

    /** RFC 2308 §2.2: a referral, or the silence of a server that looks nothing up, is not a "there is none". */
    private static boolean isLame(Message reply) {
        boolean knows = reply.getHeader().getFlag(Flags.AA) || reply.getHeader().getFlag(Flags.RA);
        boolean refers = reply.getSection(Section.AUTHORITY).stream().anyMatch(record -> record.getType() == Type.NS);
        return !knows || refers;
    }

    /** RFC 2308 §5; without an SOA record it is not to be kept. */
    private Duration absence(Optional<SOARecord> zone) {
        return zone.map(soa -> shorter(ttl(soa), Duration.ofSeconds(soa.getMinimum())))
                .map(time -> shorter(shorter(time, life), LONGEST_ABSENT))
                .orElse(Duration.ZERO);
    }

    private AliasChain by(CNAMERecord alias) {
        return new AliasChain(alias.getTarget(), type, aliases + 1, shorter(life, ttl(alias)));
    }

    private Optional<CNAMERecord> alias(Message reply) {
        return records(reply, Type.CNAME).stream().map(CNAMERecord.class::cast).findFirst();
    }

    private List<Record> records(Message reply, int wanted) {
        var found = new ArrayList<Record>();
        for (Record record : reply.getSection(Section.ANSWER)) {
            if (record.getType() == wanted && record.getName().equals(name)) {
                found.add(record);
            }
        }
        return found;
    }

    private static Duration ttl(Record record) {
        return Duration.ofSeconds(record.getTTL());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Step failed(String why) {
        return new Step.End(new Answer.Failed(why));
    }
}
