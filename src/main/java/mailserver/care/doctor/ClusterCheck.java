package mailserver.care.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailserver.cluster.mount.MountCheck;
import mailserver.config.ClusterSettings;
import mailserver.config.ServerFiles;
import mailserver.config.SharedFiles;

/** How what several nodes share is mounted here. Nothing for a single server. */
final class ClusterCheck {
    private static final String TOPIC = "cluster";

    private final Optional<ClusterSettings> settings;

    ClusterCheck(ServerFiles files) {
        this.settings = files.shared().map(SharedFiles::settings);
    }

    List<Diagnosis> run() throws IOException {
        if (settings.isEmpty()) {
            return List.of();
        }
        ClusterSettings cluster = settings.get();
        var found = new ArrayList<Diagnosis>();
        for (MountCheck.Finding finding : new MountCheck(cluster.shared(), cluster.lease()).run()) {
            // What may be gone, unseen or too late: mail flows, and is in danger.
            found.add(
                    finding.isWarning()
                            ? Diagnosis.fault(TOPIC, finding.words(), finding.remedy())
                            : Diagnosis.note(TOPIC, finding.words(), finding.remedy()));
        }
        if (found.isEmpty()) {
            found.add(Diagnosis.ok(TOPIC, cluster.shared() + " is mounted as it should be"));
        }
        return found;
    }
}
