package mailserver.care.doctor;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mailserver.config.ServerFiles;
import mailserver.config.Settings;
import mailserver.config.file.ConfigurationException;
import mailserver.config.value.OtherDomains;

/** All that can be looked at from here. It changes nothing, and asks DNS and peers only where mail goes by them. */
public final class Doctor {
    private final ServerFiles files;
    private final Instant now;

    public Doctor(ServerFiles files, Instant now) {
        this.files = files;
        this.now = now;
    }

    /** One examination. */
    @FunctionalInterface
    interface Examination {
        List<Diagnosis> run() throws IOException;
    }

    public List<Diagnosis> examine() {
        var found = new ArrayList<Diagnosis>();
        try {
            Settings settings = Settings.load(files);
            settings.warnings(files)
                    .forEach(warning ->
                            found.add(Diagnosis.note("configuration", warning.toString(), "mend that line")));
            if (found.isEmpty()) {
                found.add(Diagnosis.ok("configuration", "no faults in " + files.etc()));
            }
            look("permissions", new PermissionCheck(files, settings.configuration())::run, found);
            look("disk", new DiskCheck(files.maildir(), settings.configuration().limits())::run, found);
            look("cluster", new ClusterCheck(files)::run, found);
            look("clock", new ClockCheck(files, now)::run, found);
            look("ports", new PortCheck(files, settings.configuration())::run, found);
            look("certificate", new CertificateCheck(files, settings.configuration(), now)::run, found);
            look("peers", new PeerCheck(settings.configuration())::run, found);
            if (settings.configuration().relay().otherDomains() instanceof OtherDomains.Mx) {
                look("dns", new DnsCheck(settings.configuration())::run, found);
            }
            look("queue", new QueueLook(files)::run, found);
        } catch (ConfigurationException e) {
            e.faults()
                    .forEach(fault -> found.add(Diagnosis.fault(
                            "configuration", fault.toString(), "mend that line; the server can't start like this")));
        }
        return List.copyOf(found);
    }

    private static void look(String topic, Examination examination, List<Diagnosis> found) {
        try {
            found.addAll(examination.run());
        } catch (IOException e) {
            found.add(
                    Diagnosis.fault(topic, "can't be looked at: " + e, "run this as the user that the server runs as"));
        }
    }
}
