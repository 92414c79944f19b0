package mailserver.care.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailserver.config.Configuration;
import mailserver.config.ServerFiles;
import mailserver.config.value.HostPort;
import mailserver.server.Service;

/** Whether the server answers where it should, and nobody else does in its place. */
final class PortCheck {
    private static final String TOPIC = "ports";
    private static final int MILLIS = 5000;
    private static final Map<String, String> GREETINGS =
            Map.of(Service.SMTP.label(), "220", Service.SUBMISSION.label(), "220", Service.POP3.label(), "+OK");

    private final ServerFiles files;
    private final Configuration configuration;

    PortCheck(ServerFiles files, Configuration configuration) {
        this.files = files;
        this.configuration = configuration;
    }

    List<Diagnosis> run() throws IOException {
        return Files.exists(files.run().resolve("ports")) ? running() : stopped();
    }

    private List<Diagnosis> running() throws IOException {
        var found = new ArrayList<Diagnosis>();
        for (String line : Files.readAllLines(files.run().resolve("ports"))) {
            String service = line.substring(0, line.indexOf(' '));
            Optional<HostPort> place = HostPort.parse(line.substring(line.indexOf(' ') + 1));
            place.ifPresent(where -> found.add(answer(service, where)));
        }
        return found;
    }

    private static Diagnosis answer(String service, HostPort place) {
        String where = service + " at " + place;
        try (Socket socket = connect(place)) {
            if (!GREETINGS.containsKey(service)) {
                // It speaks after a handshake, or when it is spoken to.
                return Diagnosis.ok(TOPIC, where + " takes connections");
            }
            socket.setSoTimeout(MILLIS);
            byte[] start = socket.getInputStream().readNBytes(3);
            String said = new String(start, StandardCharsets.ISO_8859_1);
            return said.equals(GREETINGS.get(service))
                    ? Diagnosis.ok(TOPIC, where + " answers")
                    : Diagnosis.fault(
                            TOPIC,
                            where + " answers with \"" + said.replaceAll("\\p{Cntrl}", "?") + "\"",
                            "another program has this port, or the server is overloaded; see maildir/log");
        } catch (IOException e) {
            return Diagnosis.fault(
                    TOPIC,
                    where + " doesn't answer: " + e.getMessage(),
                    "bin/mailserver restart; see maildir/log if that doesn't help");
        }
    }

    private List<Diagnosis> stopped() {
        var found = new ArrayList<Diagnosis>();
        for (Service service : Service.values()) {
            for (HostPort place : service.places(configuration)) {
                if (place.port() > 0 && isTaken(place)) {
                    found.add(Diagnosis.fault(
                            TOPIC,
                            "no server runs, and another program has " + place + ", where " + service.label()
                                    + " shall be",
                            "stop that program, or listen elsewhere"));
                }
            }
        }
        return found.isEmpty()
                ? List.of(Diagnosis.note(TOPIC, "no server runs; its ports are free", "bin/mailserver start"))
                : found;
    }

    private static boolean isTaken(HostPort place) {
        try (Socket socket = connect(place)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static Socket connect(HostPort place) throws IOException {
        InetAddress address = InetAddress.getByName(place.host());
        var socket = new Socket();
        try {
            socket.connect(
                    new InetSocketAddress(
                            address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address, place.port()),
                    MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
