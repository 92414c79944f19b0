package mailserver.cli.sendmail;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailserver.config.Configuration;
import mailserver.config.ConfigurationReader;
import mailserver.config.MachineName;
import mailserver.config.ServerFiles;
import mailserver.config.file.ConfigurationException;
import mailserver.config.value.HostPort;
import mailserver.wire.text.IpText;

/**
 * Where the server of a home is, and what it calls itself, as far as the one who asks may read it.
 *
 * @param hostname of the server
 * @param domain   the first of its own
 */
public record ServerPorts(ServerFiles files, String hostname, String domain, List<HostPort> configured) {
    private static final String SMTP = "smtp ";
    /** Where one may be whose files we can't read: the world's port, and ours. */
    private static final List<HostPort> USUAL = List.of(new HostPort("127.0.0.1", 25), new HostPort("127.0.0.1", 2525));

    public static ServerPorts of(ServerFiles files) {
        try {
            if (Files.isReadable(files.configuration())) {
                Configuration known = ConfigurationReader.read(files.configuration());
                return new ServerPorts(
                        files,
                        known.hostname(),
                        known.domains().getFirst(),
                        known.smtp().listen());
            }
        } catch (ConfigurationException e) {
            // The server can't start like this, but what is queued can wait for it.
        }
        String name = MachineName.find();
        return new ServerPorts(files, name, name, USUAL);
    }

    /** The places to try, from this very machine. */
    public List<HostPort> places() {
        var places = new ArrayList<HostPort>();
        for (String line : lines(files.run().resolve("ports"))) {
            if (line.startsWith(SMTP)) {
                HostPort.parse(line.substring(SMTP.length())).ifPresent(places::add);
            }
        }
        List<HostPort> all = places.isEmpty() ? configured : places;
        return all.stream().flatMap(place -> local(place).stream()).toList();
    }

    private static Optional<HostPort> local(HostPort place) {
        try {
            InetAddress address = InetAddress.getByName(place.host());
            HostPort here = address.isAnyLocalAddress()
                    ? new HostPort(IpText.of(InetAddress.getLoopbackAddress()), place.port())
                    : place;
            return Optional.of(here).filter(one -> one.port() > 0);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
