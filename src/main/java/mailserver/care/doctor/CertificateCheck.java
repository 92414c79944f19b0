package mailserver.care.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailserver.config.Configuration;
import mailserver.config.ServerFiles;
import mailserver.config.value.TlsFiles;
import mailserver.tls.Identity;
import mailserver.tls.TlsException;

/** Whether others can still believe the server's certificate, and for how long. */
final class CertificateCheck {
    private static final String TOPIC = "certificate";
    private static final Duration SOON = Duration.ofDays(21);

    private final ServerFiles files;
    private final Configuration configuration;
    private final Instant now;

    CertificateCheck(ServerFiles files, Configuration configuration, Instant now) {
        this.files = files;
        this.configuration = configuration;
        this.now = now;
    }

    List<Diagnosis> run() throws IOException {
        Optional<TlsFiles> pem = configuration.tls().map(tls -> tls.in(files.home()));
        if (pem.isEmpty()) {
            return List.of();
        }
        TlsFiles tls = pem.get();
        if (Files.notExists(tls.certificate()) && Files.notExists(tls.key())) {
            return List.of(Diagnosis.note(TOPIC, "there is none yet", "the first start makes one"));
        }
        try {
            return look(Identity.read(tls.certificate(), tls.key()), tls);
        } catch (TlsException e) {
            return List.of(Diagnosis.fault(TOPIC, e.getMessage(), "put a matching pair of PEM files there; see [tls]"));
        }
    }

    private List<Diagnosis> look(Identity identity, TlsFiles tls) throws TlsException {
        var found = new ArrayList<Diagnosis>();
        String remedy = "have it renewed, put the new files in place, and restart; or remove " + tls.certificate()
                + " and its key, and a restart makes a new pair";
        Duration left = Duration.between(now, identity.expires());
        if (left.isNegative()) {
            found.add(Diagnosis.fault(TOPIC, "it expired at " + identity.expires(), remedy));
        } else if (left.compareTo(SOON) < 0) {
            found.add(Diagnosis.note(TOPIC, "it expires in " + left.toDays() + " days", remedy));
        }
        List<String> names = identity.names();
        if (names.stream().noneMatch(name -> covers(name, configuration.hostname()))) {
            found.add(Diagnosis.note(
                    TOPIC,
                    "it is for " + String.join(", ", names) + ", and not for " + configuration.hostname(),
                    "clients that look at it will complain; get one with that name, or correct hostname"));
        }
        if (found.isEmpty()) {
            found.add(Diagnosis.ok(TOPIC, "it is good until " + identity.expires()));
        }
        return found;
    }

    /** RFC 6125 §6.4.3: a star stands for one label, the first. */
    private static boolean covers(String name, String hostname) {
        return name.equalsIgnoreCase(hostname)
                || name.startsWith("*.")
                        && hostname.contains(".")
                        && name.substring(1).equalsIgnoreCase(hostname.substring(hostname.indexOf('.')));
    }
}
