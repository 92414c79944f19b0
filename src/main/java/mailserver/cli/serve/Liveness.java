package mailserver.cli.serve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import mailserver.server.MailServer;
import mailserver.server.Service;

/** Whether a server still greets whoever comes: a process that is there and does nothing would be seen by nobody else. */
final class Liveness implements BooleanSupplier {
    private static final int MILLIS = 5000;
    /** Those that speak first, and in the clear. */
    private static final List<Service> GREETING = List.of(Service.SMTP, Service.SUBMISSION, Service.POP3);

    private final MailServer server;

    Liveness(MailServer server) {
        this.server = server;
    }

    /** True, too, of a server that has no such port: there is nothing to ask. */
    @Override
    public boolean getAsBoolean() {
        Stream<InetSocketAddress> places = GREETING.stream().flatMap(service -> server.addresses(service).stream());
        return places.findFirst().map(Liveness::greets).orElse(true);
    }

    private static boolean greets(InetSocketAddress place) {
        InetAddress address =
                place.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : place.getAddress();
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, place.getPort()), MILLIS);
            socket.setSoTimeout(MILLIS);
            // Whatever it says: one that has too much to do lives.
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }
}
