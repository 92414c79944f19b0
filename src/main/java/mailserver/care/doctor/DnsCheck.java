package mailserver.care.doctor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import mailserver.config.Configuration;
import mailserver.dns.DnsRecords;
import mailserver.dns.DnsRecords.Said;

/** What other servers find out about us in DNS before they take our mail or bring us theirs. */
final class DnsCheck {
    private static final String TOPIC = "dns";

    private final String hostname;
    private final List<String> domains;
    private final DnsRecords dns;
    private final List<Diagnosis> found = new ArrayList<>();

    DnsCheck(Configuration configuration) {
        this.hostname = configuration.hostname();
        this.domains = configuration.domains();
        this.dns = new DnsRecords(configuration.dns().servers());
    }

    List<Diagnosis> run() {
        host();
        for (String domain : domains) {
            exchangers(domain);
            text(
                    domain,
                    "v=spf1",
                    "SPF (RFC 7208)",
                    "publish the TXT record \"v=spf1 mx -all\" for " + domain
                            + ", or many will take our mail for spam");
            text(
                    "_dmarc." + domain,
                    "v=DMARC1",
                    "DMARC (RFC 7489)",
                    "publish the TXT record \"v=DMARC1; p=none\" for _dmarc." + domain);
        }
        return found;
    }

    private void host() {
        Said addresses = dns.addresses(hostname);
        if (!addresses.isKnown()) {
            unknown(hostname, addresses);
        } else if (addresses.values().isEmpty()) {
            fault(hostname + " has no address", "publish an A or AAAA record, or correct hostname");
        }
        addresses.values().forEach(this::reverse);
    }

    private void reverse(String address) {
        try {
            Said names = dns.namesOf(InetAddress.getByName(address));
            if (!names.isKnown()) {
                unknown(address, names);
            } else if (names.values().contains(hostname)) {
                found.add(Diagnosis.ok(TOPIC, hostname + " is " + address + ", and " + address + " is " + hostname));
            } else {
                fault(
                        address + " leads back to "
                                + (names.values().isEmpty() ? "no name" : String.join(", ", names.values())),
                        "have whoever gave you the address publish " + hostname + " as its PTR record");
            }
        } catch (UnknownHostException e) {
            fault(address + " is no address", "correct the record");
        }
    }

    private void exchangers(String domain) {
        Said exchangers = dns.exchangers(domain);
        if (!exchangers.isKnown()) {
            unknown(domain, exchangers);
        } else if (exchangers.values().contains(hostname)) {
            found.add(Diagnosis.ok(TOPIC, "mail for " + domain + " comes here"));
        } else if (exchangers.values().isEmpty()) {
            fault(domain + " has no mail exchanger", "publish the MX record \"10 " + hostname + ".\" for it");
        } else {
            found.add(Diagnosis.note(
                    TOPIC,
                    "mail for " + domain + " goes to " + String.join(", ", exchangers.values()),
                    "if it shall come here, publish the MX record \"10 " + hostname + ".\""));
        }
    }

    private void text(String name, String start, String what, String remedy) {
        Said texts = dns.texts(name);
        if (!texts.isKnown()) {
            unknown(name, texts);
            return;
        }
        long count =
                texts.values().stream().filter(text -> text.startsWith(start)).count();
        if (count == 1) {
            found.add(Diagnosis.ok(TOPIC, name + " has " + what));
        } else if (count == 0) {
            found.add(Diagnosis.note(TOPIC, name + " has no " + what, remedy));
        } else {
            fault(name + " has " + count + " records for " + what + ", and so none that counts", "leave one of them");
        }
    }

    private void fault(String words, String remedy) {
        found.add(Diagnosis.fault(TOPIC, words, remedy));
    }

    private void unknown(String name, Said said) {
        fault("DNS can't say about " + name + ": " + said.failed(), "see [dns] servers, or /etc/resolv.conf");
    }
}
