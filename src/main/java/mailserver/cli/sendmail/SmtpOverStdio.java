package mailserver.cli.sendmail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import mailserver.config.value.HostPort;
import mailserver.mail.MessageIds;
import mailserver.smtp.server.Access;
import mailserver.smtp.server.Session;
import mailserver.smtp.server.SmtpSettings;
import mailserver.wire.BareNewlines;
import mailserver.wire.Connection;
import mailserver.wire.Transcript;

/** -bs: a session with the server, by way of standard input and output; with our own queue when there is no server. */
final class SmtpOverStdio {
    private static final int CONNECT_MILLIS = 5000;
    private static final long MESSAGE_SIZE = 1L << 31;

    private final ServerPorts serverPorts;
    private final HomeQueue queue;
    private final InstantSource clock;

    SmtpOverStdio(ServerPorts serverPorts, HomeQueue queue, InstantSource clock) {
        this.serverPorts = serverPorts;
        this.queue = queue;
        this.clock = clock;
    }

    int run(InputStream in, OutputStream out) throws IOException {
        Optional<Socket> server = connect();
        if (server.isPresent()) {
            try (Socket socket = server.get()) {
                pump(socket, in, out);
            }
        } else {
            session(in, out);
        }
        out.flush();
        return SysExits.OK;
    }

    private Optional<Socket> connect() {
        for (HostPort place : serverPorts.places()) {
            var socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(place.host(), place.port()), CONNECT_MILLIS);
                return Optional.of(socket);
            } catch (IOException e) {
                // Nobody there.
            }
        }
        return Optional.empty();
    }

    private static void pump(Socket socket, InputStream in, OutputStream out) throws IOException {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                in.transferTo(socket.getOutputStream());
                socket.shutdownOutput();
            } catch (IOException e) {
                // The other direction ends, too, then.
            }
        });
        byte[] block = new byte[8192];
        int n;
        while ((n = socket.getInputStream().read(block)) > 0) {
            out.write(block, 0, n);
            out.flush();
        }
    }

    private void session(InputStream in, OutputStream out) throws IOException {
        var settings = new SmtpSettings(
                serverPorts.hostname(), MESSAGE_SIZE, 1000, 100, Duration.ofDays(1), BareNewlines.NORMALIZE);
        new Session(
                        new Connection(new StdioSocket(in, out)),
                        true,
                        Access.OPEN,
                        new QueueingHandler(queue),
                        () -> settings,
                        new MessageIds(clock),
                        clock,
                        Transcript.NONE)
                .run();
    }
}
